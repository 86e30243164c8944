using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Payslips.Domain;

/// <summary>
/// What a decision changes about a month that was already sent to the finance ministry: the difference between the net pay that was
/// due and the net received for it. Positive is owed to the employee (متأخرات, rappel); negative is taken back (استرجاع, reprise).
/// Only ever added: a later decision adds its own difference.
/// </summary>
public sealed class PayArrear : IVersioned
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The decision that makes the difference.</summary>
    public required long DecisionId { get; init; }

    /// <summary>As on its paper: 12/2026.</summary>
    public required string DecisionNumber { get; init; }

    /// <summary>First day of the month it is about.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>Index that month was paid at, and the one it is due at.</summary>
    public required int OldIndex { get; init; }

    public required int NewIndex { get; init; }

    /// <summary>Net received for that month so far, earlier differences included; dirhams.</summary>
    public required decimal Received { get; init; }

    /// <summary>Net due for it.</summary>
    public required decimal Due { get; init; }

    /// <summary>Days of pay kept, or given back; null where an index makes the difference.</summary>
    public int? Days { get; init; }

    /// <summary>Those of them for which half the pay is kept or given back, of a leave; null where each is a whole one.</summary>
    public int? HalfDays { get; init; }

    /// <summary>Children who count by a decision about the family; null where an index or days make the difference.</summary>
    public int? Children { get; init; }

    /// <summary>The month whose pay carries the difference; null while none has been computed since.</summary>
    public long? PayMonthId { get; set; }

    public int Version { get; set; }

    public decimal Amount => Due - Received;

    /// <summary>The opposite: what was kept for the days is owed again.</summary>
    public PayArrear GivenBack(long decision, string number) => new()
    {
        EmployeeId = EmployeeId,
        DecisionId = decision,
        DecisionNumber = number,
        Month = Month,
        OldIndex = OldIndex,
        NewIndex = NewIndex,
        Received = Due,
        Due = Received,
        Days = Days,
        HalfDays = HalfDays,
    };
}

public sealed class PayArrearConfiguration : IEntityTypeConfiguration<PayArrear>
{
    public void Configure(EntityTypeBuilder<PayArrear> builder)
    {
        builder.Property(a => a.DecisionNumber).IsCode(20);
        builder.Ignore(a => a.Amount);
        builder.HasIndex(a => new { a.EmployeeId, a.Month });
        builder.HasIndex(a => a.PayMonthId);
        builder.HasIndex(a => new { a.DecisionId, a.Month }).IsUnique();
    }
}

/// <summary>
/// The rule of arrears: each month already sent is computed again as it was, with the new index (and échelle) alone, by that month's own rates;
/// the difference of the two net amounts is owed or taken back. The month in which the effect begins counts in thirtieths, whatever its
/// length (decree 2-99-1216 counts a day so). Months of before the program are the treasury's.
/// </summary>
public static class Arrears
{
    private const int MonthDays = 30;

    /// <summary>The difference of one month; null when there is none.</summary>
    /// <param name="month">A month already sent, with its lines.</param>
    /// <param name="effectiveOn">From when the new index counts.</param>
    /// <param name="earlier">What earlier decisions already added for it or took from it.</param>
    /// <param name="dependents">Of today, for a month whose lines do not say how many lowered the tax.</param>
    /// <param name="echelle">The new échelle, on which allowances depend; null where the grade stays.</param>
    public static PayArrear? Of(PayMonth month, int index, int echelon, DateOnly effectiveOn, PayRates rates, decimal earlier, int dependents, long decision, string number, long id = 0, string? echelle = null)
    {
        var lines = month.Lines.Where(l => IsArrears(l.Code)).Sum(l => l.Amount);
        var paid = month.Net - lines;
        var received = paid + earlier;
        var before = month.AsPaid(dependents);
        var after = PayRules.Net(PayRules.Compute(before with { Index = index, Echelon = echelon, Echelle = echelle ?? month.Echelle }, rates));
        // Of a month a pay file brought, only the change is ours to compute: its amounts stand as they came.
        var full = month.ImportId is null ? after : paid + after - PayRules.Net(PayRules.Compute(before, rates));
        var due = paid + Math.Round((full - paid) * DaysOf(month.Month, effectiveOn) / MonthDays, 2, MidpointRounding.AwayFromZero);
        return due == received ? null : new PayArrear
        {
            Id = id,
            EmployeeId = month.EmployeeId,
            DecisionId = decision,
            DecisionNumber = number,
            Month = month.Month,
            OldIndex = month.Index,
            NewIndex = index,
            Received = received,
            Due = due,
        };
    }

    /// <summary>What days without service keep of a month: a thirtieth of what it pays each (decree 2-99-1216), family allowance apart.</summary>
    /// <param name="month">With its lines.</param>
    /// <param name="earlier">What earlier decisions already added for it or took from it.</param>
    public static PayArrear Withheld(PayMonth month, int days, decimal earlier, long decision, string number) => Kept(month, 0, days, earlier, decision, number, isLeave: false);

    /// <summary>What a leave that is not wholly paid keeps of a month: a thirtieth for each day without salary, half of one for each at half salary, family allowance apart.</summary>
    /// <param name="month">With its lines.</param>
    /// <param name="earlier">What earlier decisions already added for it or took from it.</param>
    public static PayArrear OnLeave(PayMonth month, int half, int none, decimal earlier, long decision, string number) => Kept(month, half, none, earlier, decision, number, isLeave: true);

    private static PayArrear Kept(PayMonth month, int half, int none, decimal earlier, long decision, string number, bool isLeave)
    {
        var pay = month.Lines.Where(l => l.Amount > 0 && l.Code != "FamilyAllowance" && !IsArrears(l.Code)).Sum(l => l.Amount);
        var received = month.Net - month.Lines.Where(l => IsArrears(l.Code)).Sum(l => l.Amount) + earlier;
        return new PayArrear
        {
            EmployeeId = month.EmployeeId,
            DecisionId = decision,
            DecisionNumber = number,
            Month = month.Month,
            OldIndex = month.Index,
            NewIndex = month.Index,
            Received = received,
            Due = received - Math.Round(pay / MonthDays * (none + half / 2m), 2, MidpointRounding.AwayFromZero),
            Days = half + none,
            HalfDays = isLeave ? half : null,
        };
    }

    /// <summary>What a decision about the family changes of a month already sent: the same pay with the children who count and the dependents that follow; null when nothing.</summary>
    /// <param name="month">With its lines.</param>
    /// <param name="earlier">What earlier decisions about the family already added for it or took from it.</param>
    public static PayArrear? OfFamily(PayMonth month, int children, int dependents, PayRates rates, decimal earlier, long decision, string number)
    {
        var paid = month.Net - month.Lines.Where(l => IsArrears(l.Code)).Sum(l => l.Amount);
        var before = month.AsPaid(dependents);
        var due = PayRules.Net(PayRules.Compute(before with { Children = children, Dependents = dependents }, rates));
        if (month.ImportId is not null)
            due = paid + due - PayRules.Net(PayRules.Compute(before, rates));
        return due == paid + earlier ? null : new PayArrear
        {
            EmployeeId = month.EmployeeId,
            DecisionId = decision,
            DecisionNumber = number,
            Month = month.Month,
            OldIndex = month.Index,
            NewIndex = month.Index,
            Received = paid + earlier,
            Due = due,
            Children = children,
        };
    }

    /// <summary>The lines of a month's pay that carry differences: one for each decision, with the months it covers.</summary>
    public static IEnumerable<PayItem> Lines(IEnumerable<PayArrear> arrears) => arrears.GroupBy(a => (a.DecisionId, a.DecisionNumber)).OrderBy(g => g.Key.DecisionId)
        .Select(g => new PayItem(CodeOf(g.Sum(a => a.Amount) < 0, g.First()), g.Sum(a => a.Amount),
            g.First().HalfDays is not null ? [g.Key.DecisionNumber, Shown(g.Sum(a => a.HalfDays ?? 0)), Shown(g.Min(a => a.Month)), Shown(g.Max(a => a.Month)), Shown(g.Sum(a => (a.Days ?? 0) - (a.HalfDays ?? 0)))]
            : [g.Key.DecisionNumber, (g.First().Days ?? g.Count()).ToString(System.Globalization.CultureInfo.InvariantCulture), Shown(g.Min(a => a.Month)), Shown(g.Max(a => a.Month))]))
        .Where(i => i.Amount != 0);

    /// <summary>Days of a month the effect covers, of thirty.</summary>
    public static int DaysOf(DateOnly month, DateOnly effectiveOn) => effectiveOn <= month ? MonthDays : Math.Max(0, MonthDays + 1 - effectiveOn.Day);

    public static bool IsArrears(string code) => code is "Arrears" or "Recovery" or "Withholding" or "WithholdingReturned" or "FamilyArrears" or "FamilyRecovery" or "LeavePay" or "LeavePayReturned";

    private static string CodeOf(bool isTaken, PayArrear of) => (isTaken, of) switch
    {
        (true, { HalfDays: not null }) => "LeavePay",
        (false, { HalfDays: not null }) => "LeavePayReturned",
        (true, { Days: not null }) => "Withholding",
        (false, { Days: not null }) => "WithholdingReturned",
        (true, { Children: not null }) => "FamilyRecovery",
        (false, { Children: not null }) => "FamilyArrears",
        (true, _) => "Recovery",
        _ => "Arrears",
    };

    private static string Shown(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Shown(DateOnly month) => month.ToString("MM'/'yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
