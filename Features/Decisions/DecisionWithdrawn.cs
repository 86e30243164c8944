using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>
/// A signed decision was taken back by a second one: its paper no longer counts, the situation before it is restored from its
/// effective date. Told inside the second signature's transaction.
/// </summary>
/// <param name="DecisionId">The decision taken back.</param>
/// <param name="ById">The decision that takes it back.</param>
/// <param name="Echelon">The échelon restored, with its index.</param>
public sealed record DecisionWithdrawn(
    long DecisionId, long ById, long EmployeeId, int PlaceId, string Number, string ByNumber, DateOnly EffectiveOn, string Echelle, int Echelon, int Index) : IFact
{
    /// <summary>Kind of the decision taken back.</summary>
    public required string Kind { get; init; }
}
