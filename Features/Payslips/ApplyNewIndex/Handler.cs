using Massar.Features.Decisions;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.ApplyNewIndex;

/// <summary>
/// A signed advancement reaches the pay: months not yet sent to the finance ministry are computed anew with the new index.
/// What was sent stays as it was; the arrears are the treasury's line.
/// </summary>
public sealed class Handler(MassarDb db) : IFactHandler<DecisionSigned>
{
    public async Task Handle(DecisionSigned notification, CancellationToken cancellationToken)
    {
        var (employee, from) = (notification.EmployeeId, new DateOnly(notification.EffectiveOn.Year, notification.EffectiveOn.Month, 1));
        var months = await db.PayMonths.Where(m => m.EmployeeId == employee && m.Month >= from && m.State == PayState.Computed).ToListAsync(cancellationToken);
        if (months.Count == 0)
            return;

        var ids = months.ConvertAll(m => m.Id);
        await db.PayLines.Where(l => ids.Contains(l.PayMonthId)).LoadAsync(cancellationToken);
        var rates = PayRates.From(await db.Settings.AsNoTracking().Where(s => s.Code.StartsWith("pay.")).ToListAsync(cancellationToken));
        var births = await db.EmployeeChildren.Where(c => c.EmployeeId == employee).Select(c => c.BirthDate).ToListAsync(cancellationToken);
        var isMarried = await db.Employees.Where(e => e.Id == employee).Select(e => e.MaritalStatus == Employees.Domain.MaritalStatus.Married).SingleAsync(cancellationToken);
        foreach (var month in months)
        {
            var teaches = month.Lines.Exists(l => l.Code == "TeachingAllowance");
            var other = -month.Lines.Where(l => l.Code == "OtherDeductions").Sum(l => l.Amount);
            var children = births.Count(b => b.AddYears(PayRates.ChildAge) > month.Month);
            (month.Echelon, month.Index) = (notification.Echelon, notification.Index);
            month.Fill(PayRules.Compute(new PayCase(month.Echelle, notification.Echelon, notification.Index, month.Zone, teaches, children, children + (isMarried ? 1 : 0), other), rates));
        }
    }
}
