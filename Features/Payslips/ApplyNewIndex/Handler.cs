using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.ApplyNewIndex;

/// <summary>
/// A signed advancement in échelon, promotion in grade, reclassification or lowering of the échelon reaches the pay, and so does its withdrawal. Months not yet sent to the finance ministry are computed anew;
/// what was sent stays as it was, and its difference is carried by the next month that is not sent.
/// </summary>
public sealed class Handler(MassarDb db) : IFactHandler<DecisionSigned>, IFactHandler<DecisionWithdrawn>
{
    public async Task Handle(DecisionSigned notification, CancellationToken cancellationToken)
    {
        if (await ChangesIndex(notification.Kind, notification.DecisionId, cancellationToken))
            await Apply(new Change(notification.DecisionId, notification.Number, notification.EmployeeId, notification.EffectiveOn, EchelleOf(notification.Kind, notification.Echelle), notification.Echelon, notification.Index), cancellationToken);
    }

    public async Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken)
    {
        if (await ChangesIndex(notification.Kind, notification.DecisionId, cancellationToken))
            await Apply(new Change(notification.ById, notification.ByNumber, notification.EmployeeId, notification.EffectiveOn, EchelleOf(notification.Kind, notification.Echelle), notification.Echelon, notification.Index), cancellationToken);
    }

    private sealed record Change(long Decision, string Number, long Employee, DateOnly EffectiveOn, string? Echelle, int Echelon, int Index);

    // Of sanctions only some lower the échelon, and a reclassification may keep the index.
    private async Task<bool> ChangesIndex(string kind, long decision, CancellationToken ct) => kind is DecisionProcedure.EchelonAdvancement or GradePromotion.KindCode
        || (kind is DisciplinarySanction.KindCode or Reclassification.KindCode && await db.Decisions.AnyAsync(d => d.Id == decision && d.OldIndex != d.NewIndex, ct));

    // An advancement in échelon keeps the échelle each month was paid at.
    private static string? EchelleOf(string kind, string echelle) => kind is GradePromotion.KindCode or Reclassification.KindCode ? echelle : null;

    private Task Apply(Change change, CancellationToken ct) => PayCorrections.Apply(db, change.Employee, change.EffectiveOn,
        // A month in whose middle the effect begins keeps its index and carries the difference of its last days.
        due => due.Month.Month >= change.EffectiveOn && due.IsOpen ? null
            : Arrears.Of(due.Month, change.Index, change.Echelon, change.EffectiveOn, due.Rates, due.Earlier.Where(a => a is { Days: null, Children: null }).Sum(a => a.Amount), due.Dependents, change.Decision, change.Number, echelle: change.Echelle),
        month =>
        {
            if (month.Month >= change.EffectiveOn)
                (month.Echelle, month.Echelon, month.Index) = (change.Echelle ?? month.Echelle, change.Echelon, change.Index);
        }, ct);
}
