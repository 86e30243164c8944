using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>A decision was signed: numbered, printed, archived, its new situation written. Told inside the signature's transaction.</summary>
/// <param name="PlaceId">The directorate that prepared it.</param>
/// <param name="Number">As papers write it: 12/2026.</param>
/// <param name="EffectiveOn">From when the new situation counts; usually before today.</param>
public sealed record DecisionSigned(
    long DecisionId, long EmployeeId, int PlaceId, string Kind, string Number, DateOnly EffectiveOn, string Echelle, int Echelon, int Index) : IFact
{
    /// <summary>Days of pay it keeps; null for what is no deduction.</summary>
    public int? Days { get; init; }
}
