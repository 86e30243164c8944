using Massar.Infrastructure.Messaging;

namespace Massar.Features.Installations;

/// <summary>An installation took a step; told inside the same transaction.</summary>
/// <param name="What">due, present, contested, installed, left, notice-1, notice-2, flagged, cancelled, overtaken (another decision took its place).</param>
/// <param name="PlaceId">Where the person comes to.</param>
/// <param name="FromPlaceId">Where he comes from; null for a return to the same place.</param>
/// <param name="FilePath">The workplace in the file: whose office has it now.</param>
/// <param name="On">The day the step speaks of.</param>
public sealed record InstallationStepped(long InstallationId, int Step, string What, long EmployeeId, int PlaceId, int? FromPlaceId, string FilePath, DateOnly On) : IFact;
