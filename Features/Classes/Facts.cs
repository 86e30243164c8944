using Massar.Infrastructure.Messaging;

namespace Massar.Features.Classes;

/// <summary>A school sent its structure of a year to the directorate.</summary>
/// <param name="Times">How often it has been sent, this time included.</param>
public sealed record StructureSent(int StructureId, int SchoolId, int SchoolYearId, int Times) : IFact;

/// <summary>The directorate answered: every line accepted, or some returned.</summary>
public sealed record StructureAnswered(int StructureId, int SchoolId, int SchoolYearId, bool IsAccepted, int Returned, int Times) : IFact;
