using Massar.Infrastructure.Messaging;

namespace Massar.Features.OutOfSchool;

/// <summary>What the look of a day found at a directorate; told inside the same transaction, at most once a day to one person.</summary>
/// <param name="AccountId">Who follows them; null for those nobody was charged with, of whom the director is told.</param>
/// <param name="Found">Children newly found.</param>
public sealed record ChildrenFound(int DirectorateId, DateOnly Day, long? AccountId, int Found) : IFact;

/// <summary>Children nobody did anything for within the days the rule leaves; the director is told how many.</summary>
public sealed record FollowUpsLate(int DirectorateId, DateOnly Day, int Cases) : IFact;
