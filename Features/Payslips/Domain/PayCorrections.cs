using Massar.Features.Families.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.Domain;

/// <summary>A month a decision may change.</summary>
/// <param name="IsOpen">Not yet sent to the finance ministry.</param>
/// <param name="Earlier">Differences earlier decisions made for it.</param>
/// <param name="Family">The family of that month, as it is decided.</param>
public sealed record CorrectedMonth(PayMonth Month, bool IsOpen, PayRates Rates, IReadOnlyList<PayArrear> Earlier, FamilyMonth Family)
{
    /// <summary>For a month whose lines do not say how many lowered the tax.</summary>
    public int Dependents => Family.Dependents;
}

/// <summary>Brings a signed decision into the pay: differences are noted month by month, the first month still to be sent carries them, and open months are computed anew.</summary>
public static class PayCorrections
{
    /// <param name="from">The months from this day's on are looked at.</param>
    /// <param name="difference">What the decision changes of a month, or null.</param>
    /// <param name="restate">Puts into an open month what it is computed from.</param>
    /// <param name="decided">Which declarations about the family count; null for those that are decided.</param>
    public static async Task Apply(MassarDb db, long employee, DateOnly from, Func<CorrectedMonth, PayArrear?> difference, Action<PayMonth>? restate, CancellationToken ct, Func<FamilySituation, Func<long?, bool>>? decided = null)
    {
        var first = new DateOnly(from.Year, from.Month, 1);
        // A month that is being taken back is none; one that is not yet is held until the decision is written.
        var months = await db.PayMonths.Where(m => m.EmployeeId == employee && m.Month >= first && (m.ImportId == null || !db.PayImports.Any(i => i.Id == m.ImportId && i.State == PayImportState.Undoing)))
            .OrderBy(m => m.Month).ForUpdate().ToListAsync(ct);
        if (months.Count == 0)
            return;

        var ids = months.ConvertAll(m => m.Id);
        await db.PayLines.Where(l => ids.Contains(l.PayMonthId)).OrderBy(l => l.Order).LoadAsync(ct);
        var settings = await db.Settings.AsNoTracking().Where(s => s.Code.StartsWith(Setting.Pay)).ToListAsync(ct);
        var family = await FamilySituation.Of(db, employee, ct);
        var counts = decided?.Invoke(family) ?? family.IsDecided;
        var arrears = await db.PayArrears.Where(a => a.EmployeeId == employee).ToListAsync(ct);

        // What a pay file brought is never computed here, whatever its state.
        var open = months.Where(m => m.ImportId is null && (m.State is PayState.Computed or PayState.Withheld)).ToList();
        foreach (var month in months)
        {
            var rates = PayRates.Of(settings, month.Month);
            if (difference(new CorrectedMonth(month, open.Contains(month), rates, arrears.FindAll(a => a.Month == month.Month), family.On(month.Month, rates, counts))) is not { } made)
                continue;
            arrears.Add(made);
            db.PayArrears.Add(made);
        }

        // All that no month carries yet goes into the first one that is still to be sent.
        if (open.Find(m => m.State is PayState.Computed) is { } next)
            foreach (var waiting in arrears.Where(a => a.PayMonthId is null && a.Month <= next.Month))
                waiting.PayMonthId = next.Id;
        foreach (var month in open)
        {
            var rates = PayRates.Of(settings, month.Month);
            var of = family.On(month.Month, rates, counts);
            restate?.Invoke(month);
            var pay = month.AsPaid(of.Dependents) with { Children = of.Count, Dependents = of.Dependents };
            month.Fill([.. PayRules.Compute(pay, rates), .. Arrears.Lines(arrears.Where(a => a.PayMonthId == month.Id))]);
        }
    }
}
