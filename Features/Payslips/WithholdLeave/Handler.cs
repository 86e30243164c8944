using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.WithholdLeave;

/// <summary>
/// A signed decision about a leave keeps half a thirtieth of each month's pay for a day at half salary and a whole one for a day without, in each month
/// it touches; what was sent already is carried by the next month. Its withdrawal gives back what it kept.
/// </summary>
public sealed class Handler(MassarDb db) : IFactHandler<DecisionSigned>, IFactHandler<DecisionWithdrawn>
{
    public async Task Handle(DecisionSigned notification, CancellationToken cancellationToken)
    {
        if (notification.Kind != LeavePay.KindCode)
            return;
        var leave = await db.Decisions.Where(d => d.Id == notification.DecisionId).Select(d => d.LeaveId).SingleAsync(cancellationToken);
        if (leave is null || await LeaveCase.Read(db, leave.Value, cancellationToken) is not { } pay)
            return;
        await PayCorrections.Apply(db, notification.EmployeeId, pay.From, due => pay.Months.FirstOrDefault(m => m.Month == First(due.Month)) is { } part
            ? Arrears.OnLeave(due.Month, part.Half, part.None, due.Earlier.Sum(a => a.Amount), notification.DecisionId, notification.Number) : null, null, cancellationToken);
    }

    public async Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken)
    {
        if (notification.Kind != LeavePay.KindCode)
            return;
        var kept = await db.PayArrears.AsNoTracking().Where(a => a.DecisionId == notification.DecisionId).ToDictionaryAsync(a => a.Month, cancellationToken);
        if (kept.Count > 0)
            await PayCorrections.Apply(db, notification.EmployeeId, kept.Keys.Min(), due => kept.GetValueOrDefault(First(due.Month))?.GivenBack(notification.ById, notification.ByNumber), null, cancellationToken);
    }

    private static DateOnly First(PayMonth month) => new(month.Month.Year, month.Month.Month, 1);
}
