using Massar.Infrastructure.Messaging;

namespace Massar.Features.Meetings;

/// <summary>A meeting was agreed on, or called off; told inside the same transaction.</summary>
/// <param name="What">booked, cancelled-by-family, cancelled-by-school.</param>
public sealed record MeetingStepped(long MeetingId, string What) : IFact;
