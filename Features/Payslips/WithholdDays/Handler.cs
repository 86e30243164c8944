using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.WithholdDays;

/// <summary>
/// A signed deduction (الاقتطاع من الراتب), or a sanction without pay, keeps a thirtieth of its month's pay for each day: in that month where it is not sent yet,
/// otherwise in the next one. Its withdrawal gives back what it kept.
/// </summary>
public sealed class Handler(MassarDb db) : IFactHandler<DecisionSigned>, IFactHandler<DecisionWithdrawn>
{
    public Task Handle(DecisionSigned notification, CancellationToken cancellationToken) => notification.Days is not { } days || notification.Kind == LeavePay.KindCode ? Task.CompletedTask :
        PayCorrections.Apply(db, notification.EmployeeId, notification.EffectiveOn,
            due => IsOf(notification.EffectiveOn, due.Month) ? Arrears.Withheld(due.Month, days, due.Earlier.Sum(a => a.Amount), notification.DecisionId, notification.Number) : null, null, cancellationToken);

    public async Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken)
    {
        if (DecisionKinds.Find(notification.Kind) is not (SalaryDeduction or DisciplinarySanction))
            return;
        // What a lowered échelon took back month by month is given back with the index.
        var kept = await db.PayArrears.AsNoTracking().SingleOrDefaultAsync(a => a.DecisionId == notification.DecisionId && a.Days != null, cancellationToken);
        if (kept is not null)
            await PayCorrections.Apply(db, notification.EmployeeId, notification.EffectiveOn,
                due => IsOf(notification.EffectiveOn, due.Month) ? kept.GivenBack(notification.ById, notification.ByNumber) : null, null, cancellationToken);
    }

    private static bool IsOf(DateOnly day, PayMonth month) => (day.Year, day.Month) == (month.Month.Year, month.Month.Month);
}
