using Massar.Infrastructure.Messaging;

namespace Massar.Features.Messages;

/// <summary>Something happened in a conversation between a family and the school; told inside the same transaction.</summary>
/// <param name="Line">What was written or noted.</param>
/// <param name="What">asked, again, answered, written, escalated, flagged, reported, settled or closed.</param>
public sealed record ThreadStepped(long Thread, long Line, string What) : IFact;
