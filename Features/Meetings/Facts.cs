using Massar.Infrastructure.Messaging;

namespace Massar.Features.Meetings;

/// <summary>A meeting was agreed on, is tomorrow, or was called off; told inside the same transaction.</summary>
/// <param name="What">booked, reminded, cancelled-by-family, cancelled-by-school.</param>
public sealed record MeetingStepped(long MeetingId, string What) : IFact;
