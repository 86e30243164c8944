using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Registry;

/// <summary>A change of the register of schools took a step; told inside the same transaction.</summary>
/// <param name="PlaceId">The directorate that proposed it.</param>
/// <param name="AcademyId">The academy that decides.</param>
public sealed record SchoolChangeStepped(long ChangeId, ChangeKind Kind, ChangeState State, int PlaceId, int AcademyId, int? SchoolId, long ProposedByAccountId) : IFact;
