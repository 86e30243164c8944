using Massar.Infrastructure.Messaging;

namespace Massar.Features.Claims;

/// <summary>A claim on a child took a step; told inside the same transaction.</summary>
/// <param name="What">asked, blocked, refused, approved, joined, removed, removal-asked, removal-done, returned.</param>
public sealed record ClaimStepped(long ClaimId, string What) : IFact;

/// <summary>After too many wrong tries a child's claim is locked for a day.</summary>
/// <param name="Until">UTC.</param>
public sealed record ClaimsLocked(long PupilId, DateTime Until) : IFact;
