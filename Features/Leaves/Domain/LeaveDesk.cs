using Massar.Features.Accounts.Domain;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.Domain;

/// <summary>What every step of a leave ends with, in the caller's transaction: the line of history, the facts, the flag, covers that are needed no more.</summary>
public sealed class LeaveDesk(MassarDb db, CurrentUser user, CoverDesk covers, Facts facts, TimeProvider clock)
{
    public static readonly Refusal Own = Refusal.Conflict("leaves.own").Next("leaves.own.next").Recorded();

    /// <summary>Nobody answers for or decides on his own leave, from whatever account.</summary>
    public static bool IsOwn(CurrentUser user, long employee, long? askedBy = null) => employee == user.EmployeeId || askedBy == user.AccountId;

    /// <summary>As <see cref="IsOwn(CurrentUser, long, long?)"/>, whichever account or staff file of his own it is; asked before a step is taken.</summary>
    public static async Task<bool> IsOwn(MassarDb db, CurrentUser user, long employee, long? askedBy, CancellationToken ct) => IsOwn(user, employee, askedBy)
        || await Hands.FilesOf(db, user.EmployeeId ?? 0).AnyAsync(f => f == employee, ct) || (await Hands.Of(db, user, ct)).Did(askedBy);

    /// <summary>Writes the step down, tells it, and saves.</summary>
    public async Task Settle(Leave leave, string what, string? remark, DateTime now, CancellationToken ct)
    {
        db.LeaveEvents.Add(new LeaveEvent { LeaveId = leave.Id, At = now, What = what, Role = user.Role, AccountId = user.AccountId, PlaceId = user.PlaceId, Remark = remark });
        // Once, when the day is recorded: what was planned since for another absence is not of this leave.
        if (what != "return-confirmed" && (leave.State is LeaveState.Refused or LeaveState.Cancelled || leave is { State: LeaveState.Ended, ReturnedOn: not null }))
            await covers.Release(leave.EmployeeId, leave.ReturnedOn ?? leave.StartsOn, leave.EndsOn, ct);
        if (leave.ExtendsId is { } extended)
            await Pass(leave, extended, now, ct);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new LeaveStepped(leave.Id, what, leave.EmployeeId, leave.PlaceId, leave.PlacePath, leave.State), ct);
        await db.SaveChangesAsync(ct);
    }

    // A granted extension ends the wait for the return from the leave it extends; taken back, the wait begins again.
    private async Task Pass(Leave extension, long extended, DateTime now, CancellationToken ct)
    {
        if (extension.State is not (LeaveState.Granted or LeaveState.Cancelled))
            return;
        var before = await db.Leaves.Where(l => l.Id == extended).ForUpdate().SingleAsync(ct);
        if (extension.State == LeaveState.Cancelled)
        {
            before.NotExtended(now);
        }
        else if (before.State == LeaveState.Granted && before.Extended(now) is null)
        {
            db.LeaveEvents.Add(new LeaveEvent { LeaveId = before.Id, At = now, What = "extended", Role = user.Role, AccountId = user.AccountId, PlaceId = user.PlaceId });
        }
    }

    /// <summary>Raises a flag where a leave just granted is the third short one of the year, the sixth, and so on. Nothing else follows from it.</summary>
    public async Task Flag(Leave leave, LeaveBook book, DateTime now, CancellationToken ct)
    {
        // An extension is the same absence.
        if (leave.ExtendsId is not null || book.Find(leave.CountedAs) is not { RaisesFlag: true } || !book.IsShort(leave))
            return;
        var (employee, (from, to)) = (leave.EmployeeId, book.FlagYear(leave.StartsOn));
        var codes = book.Types.Values.Where(t => t.RaisesFlag).Select(t => t.Code).ToList();
        var counted = await db.Leaves.AsNoTracking()
            .Where(l => l.EmployeeId == employee && l.ExtendsId == null && codes.Contains(l.CountedAs) && l.StartsOn >= from && l.StartsOn <= to && (l.State == LeaveState.Granted || l.State == LeaveState.Ended)).ToListAsync(ct);
        var count = counted.Count(book.IsShort);
        if (count % book.FlagCount != 0 || await db.LeaveFlags.AnyAsync(f => f.LeaveId == leave.Id, ct))
            return;

        var flag = new LeaveFlag
        {
            EmployeeId = employee,
            LeaveId = leave.Id,
            PlaceId = leave.PlaceId,
            PlacePath = leave.PlacePath,
            Count = count,
            From = from,
            To = to,
            OpenedAt = now,
            ReplyDueOn = MoroccanDay.Today(clock).AddDays(book.ReplyDays),
        };
        db.LeaveFlags.Add(flag);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new LeaveFlagStepped(flag.Id, "raised", employee, flag.PlaceId, flag.PlacePath), ct);
        await db.SaveChangesAsync(ct);
    }
}
