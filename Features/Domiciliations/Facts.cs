using Massar.Infrastructure.Messaging;

namespace Massar.Features.Domiciliations;

/// <summary>A request took a step; told inside the same transaction.</summary>
/// <param name="What">The step, as the history names it: <see cref="Domain.DomiciliationNote.What"/>.</param>
/// <param name="Round">How often it was sent.</param>
public sealed record DomiciliationStepped(long Id, string What, long EmployeeId, int PlaceId, string PlacePath, int Round) : IFact;
