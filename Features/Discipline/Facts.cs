using Massar.Infrastructure.Messaging;

namespace Massar.Features.Discipline;

/// <summary>A case took a step the person must know of; told inside the same transaction.</summary>
/// <param name="Until">The person is to answer by this day; null where nothing is asked.</param>
/// <param name="Version">Of the case.</param>
/// <param name="What">opened, noted, council, advised, closed, erased, kept.</param>
public sealed record DisciplineStepped(long Id, string What, long EmployeeId, int PlaceId, DateOnly? Until, int Version) : IFact;
