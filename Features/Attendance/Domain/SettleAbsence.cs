using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;

namespace Massar.Features.Attendance.Domain;

/// <summary>When the days for a reason are over: an absence without one is unjustified, and counts towards the thresholds.</summary>
public sealed class SettleAbsence(MassarDb db, UnitOfWork unit, FollowUps followUps, Interruptions interruptions) : IWork
{
    private static readonly TimeOnly Morning = new(6, 0);

    public static string Kind => "settle-absence";

    /// <summary>The morning after the last day for a reason, UTC.</summary>
    public static DateTime At(DateOnly day, int settleDays) => MoroccanHour.Utc(day.AddDays(settleDays + 1), Morning);

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct) => unit.Run("Attendance.SettleAbsence", async token =>
    {
        if (await AbsenceWork.Find(db, item.Payload, token) is not { } absence || !absence.Settle())
            return;
        await db.SaveChangesAsync(token);
        await followUps.Open(absence, token);
        await interruptions.Propose(absence, await AttendanceRules.Of(db, absence.SchoolYearId, token), token);
        await db.SaveChangesAsync(token);
    }, ct);
}
