using Massar.Infrastructure.Messaging;

namespace Massar.Features.Families;

/// <summary>A declaration took a step; told inside the same transaction.</summary>
/// <param name="What">The step, as the history names it: <see cref="Domain.FamilyNote.What"/>.</param>
/// <param name="Round">How often it was told again.</param>
public sealed record FamilyStepped(long EventId, string What, long EmployeeId, int PlaceId, string PlacePath, int Round) : IFact;
