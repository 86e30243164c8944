using Massar.Features.Leaves.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>What the strike lists say of the days of a deduction, and whether they were days of work at all (decree 2-99-1216).</summary>
/// <param name="Heard">Days for which the person was heard or had the time for it, and of what this very decision was proposed for.</param>
/// <param name="Unsettled">The first day that was entered, and about which the person may still reply, has replied or was believed; null where there is none.</param>
/// <param name="Off">The first day of a leave, a training or without work; null where there is none, or where the cause is no strike.</param>
public sealed record StrikeCase(IReadOnlyList<DateOnly> Heard, DateOnly? Unsettled, DateOnly? Off)
{
    /// <summary>One statement, and for the cause of a strike three more a day.</summary>
    /// <param name="except">The decision being signed; 0 while it is prepared.</param>
    public static async Task<StrikeCase> Read(MassarDb db, long employee, DateOnly first, DateOnly last, bool isStrike, long except, DateOnly today, CancellationToken ct)
    {
        var reached = db.StrikeAbsences.Reached(db);
        var lines = await db.StrikeAbsences.Where(a => a.EmployeeId == employee && a.Day >= first && a.Day <= last).Standing(db).OrderBy(s => s.Of.Day)
            .Select(s => new { s.Of.Day, s.State, s.Of.ReplyDueOn, s.Of.DecisionId, IsReached = reached.Any(r => r.Id == s.Of.Id) }).ToListAsync(ct);
        var open = lines.Where(l => l.State is not StrikeState.Proposed && !StrikeAbsence.IsRipe(l.State, l.ReplyDueOn, today, l.IsReached)).Select(l => (DateOnly?)l.Day).FirstOrDefault();
        DateOnly? off = null;
        for (var day = first; isStrike && off is null && day <= last; day = day.AddDays(1))
            if (await IsOff(db, employee, day, ct))
                off = day;
        return new StrikeCase([.. lines.Where(l => l.State is not StrikeState.Proposed ? StrikeAbsence.IsRipe(l.State, l.ReplyDueOn, today, l.IsReached) : except > 0 && l.DecisionId == except).Select(l => l.Day)], open, off);
    }

    /// <summary>A holiday of the calendar or a Sunday. One statement.</summary>
    public static async Task<bool> IsClosed(MassarDb db, DateOnly day, CancellationToken ct) =>
        day.DayOfWeek == DayOfWeek.Sunday || await db.CalendarEntries.AnyAsync(e => e.Kind == "holiday" && e.StartsOn <= day && day <= e.EndsOn && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.StartsOn <= day && day <= y.EndsOn), ct);

    private static async Task<bool> IsOff(MassarDb db, long employee, DateOnly day, CancellationToken ct) =>
        await IsClosed(db, day, ct) || await db.Leaves.AwayOn(day).AnyAsync(l => l.EmployeeId == employee, ct) || await db.TrainingSeats.AwayOn(db, day).AnyAsync(s => s.EmployeeId == employee, ct);
}
