using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.PayFamilyAllowance;

/// <summary>
/// A signed decision about the family (التعويضات العائلية) reaches the pay, and so does its withdrawal: months not yet sent are computed anew
/// with the children who count, and what was sent carries its difference into the next one.
/// </summary>
public sealed class Handler(MassarDb db) : IFactHandler<DecisionSigned>, IFactHandler<DecisionWithdrawn>
{
    public Task Handle(DecisionSigned notification, CancellationToken cancellationToken) => notification.Kind != FamilyAllowance.KindCode ? Task.CompletedTask :
        Apply(notification.EmployeeId, notification.EffectiveOn, notification.DecisionId, notification.Number, notification.DecisionId, counts: true, cancellationToken);

    public Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken) => notification.Kind != FamilyAllowance.KindCode ? Task.CompletedTask :
        Apply(notification.EmployeeId, notification.EffectiveOn, notification.ById, notification.ByNumber, notification.DecisionId, counts: false, cancellationToken);

    // The states of the declarations change in the same transaction; whether before or after this is nobody's business.
    private async Task Apply(long employee, DateOnly from, long by, string number, long about, bool counts, CancellationToken ct)
    {
        var events = (await db.FamilyEvents.Where(e => e.DecisionId == about).Select(e => e.Id).ToListAsync(ct)).ToHashSet();
        await PayCorrections.Apply(db, employee, from,
            due => due.IsOpen ? null : Arrears.OfFamily(due.Month, due.Family.Count, due.Family.Dependents, due.Rates, due.Earlier.Where(a => a.Children is not null).Sum(a => a.Amount), by, number),
            null, ct, family => declaration => declaration is { } id && events.Contains(id) ? counts : family.IsDecided(declaration));
    }
}
