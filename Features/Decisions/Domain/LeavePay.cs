using Massar.Features.Leaves.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>What a leave keeps of one month's pay, in thirtieths.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Half">Thirtieths of which half is kept.</param>
/// <param name="None">Thirtieths kept whole.</param>
public sealed record LeaveMonth(DateOnly Month, int Half, int None);

/// <summary>
/// The days of a granted leave for which the pay is not whole. How many they are was counted by the figures of the year when it was granted
/// (full salary first, then half, then none); here they are laid on its days from the first to the last.
/// </summary>
/// <param name="Code">The kind of leave its days count as.</param>
/// <param name="From">The first day that is not wholly paid.</param>
/// <param name="Half">Days at half salary.</param>
/// <param name="None">Days without.</param>
public sealed record LeaveCase(long LeaveId, string Code, DateOnly From, DateOnly Last, int Half, int None, IReadOnlyList<LeaveMonth> Months)
{
    public int Days => Half + None;

    /// <summary>Null where every day is wholly paid, or the leave does not count.</summary>
    public static LeaveCase? Of(Leave leave, LeaveBook book)
    {
        if (leave.State is not (LeaveState.Granted or LeaveState.Ended) || leave.HalfDays + leave.UnpaidDays == 0)
            return null;
        var type = book.Find(leave.CountedAs);
        var counted = new List<DateOnly>();
        for (var day = leave.StartsOn; day <= leave.LastDay; day = day.AddDays(1))
            if (type is null || book.Counters.Days(type, day, day) > 0)
                counted.Add(day);
        var touched = counted.Skip(leave.FullDays).ToList();
        if (touched.Count == 0)
            return null;
        var months = touched.Select((day, i) => (Day: day, IsHalf: i < leave.HalfDays)).GroupBy(d => new DateOnly(d.Day.Year, d.Day.Month, 1)).Select(m => Thirtieths(m.Key, m.Count(d => d.IsHalf), m.Count(d => !d.IsHalf))).ToList();
        return new LeaveCase(leave.Id, leave.CountedAs, touched[0], touched[^1], Math.Min(leave.HalfDays, touched.Count), Math.Max(0, touched.Count - leave.HalfDays), months);
    }

    /// <summary>Reads one leave; two statements and those of the book.</summary>
    public static async Task<LeaveCase?> Read(MassarDb db, long leave, CancellationToken ct) =>
        await db.Leaves.AsNoTracking().SingleOrDefaultAsync(l => l.Id == leave, ct) is { } found ? Of(found, await LeaveBook.Current(db, ct)) : null;

    // A month is paid in thirtieths whatever its length (decree 2-99-1216): one wholly on leave keeps thirty, and no month more.
    private static LeaveMonth Thirtieths(DateOnly month, int half, int none)
    {
        const int most = 30;
        if (half + none < DateTime.DaysInMonth(month.Year, month.Month))
            return half + none <= most ? new LeaveMonth(month, half, none) : new LeaveMonth(month, most - none, none);
        return none == 0 ? new LeaveMonth(month, most, 0) : new LeaveMonth(month, Math.Min(half, most), most - Math.Min(half, most));
    }
}

/// <summary>الرخص المرضية: what a leave at half salary or without keeps of the pay, day by day (dahir 1-58-008, articles 40 to 46).</summary>
public sealed class LeavePay() : DecisionKind(KindCode, "leave-pay", "قرار الأجرة خلال رخصة", "Décision de rémunération pendant un congé")
{
    /// <summary>Of the nomenclature, which knows it by its most frequent case.</summary>
    public const string KindCode = "SickLeave";

    public override Asks Asks => Asks.None;

    public override IReadOnlyList<string> Causes => ["leave-sick-short", "leave-sick-medium", "leave-sick-long", "leave-unpaid", "leave-other"];

    public override bool WritesCareer => false;

    protected override bool MindsWorkplace => false;

    /// <param name="code">Of a kind of leave.</param>
    public static string CauseOf(string code) => code switch
    {
        "SICK_SHORT" => "leave-sick-short",
        "SICK_MEDIUM" => "leave-sick-medium",
        "SICK_LONG" => "leave-sick-long",
        "UNPAID" => "leave-unpaid",
        _ => "leave-other",
    };

    /// <summary>What a decision about a leave says.</summary>
    public static CaseFacts FactsOf(LeaveCase leave) => new(leave.From, leave.Last, Cause: CauseOf(leave.Code), Days: leave.Days);

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return new Guard("leave-pay-due", c.Leave is not null);
        yield return new Guard("leave-pay-once", c.Leave is not { } leave || !c.Others.Any(o => o.Kind == KindCode && o.LeaveId == leave.LeaveId));
        // Days that a sanction or a deduction keeps already.
        yield return new Guard("days-once", c.Leave is not { } taken || !c.Others.Any(o => o.Kind != KindCode && o.KeepsDayOf(taken.From, taken.Last)));
    }
}
