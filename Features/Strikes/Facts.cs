using Massar.Infrastructure.Messaging;

namespace Massar.Features.Strikes;

/// <summary>Something happened to an absence on a strike day the person must know of; told inside the same transaction.</summary>
/// <param name="What">told, accepted, upheld.</param>
/// <param name="Until">The last day to reply; null where nothing is asked.</param>
/// <param name="Version">Of the absence.</param>
public sealed record StrikeStepped(long Id, string What, long EmployeeId, int PlaceId, DateOnly Day, DateOnly? Until, int Version) : IFact;
