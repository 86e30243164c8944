using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.Domain;

/// <summary>What every step of a meeting ends with, in the caller's transaction.</summary>
public sealed class MeetingDesk(MassarDb db, Facts facts, WorkDesk work, TimeProvider clock)
{
    // After school, and before the evening's quiet.
    private static readonly TimeOnly ReminderHour = new(17, 0);

    /// <summary>Calls off those of the meetings that are still to be held, without a reason in words.</summary>
    public async Task CallOff(IQueryable<Meeting> meetings, bool bySchool, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var meeting in await meetings.Where(m => m.State == MeetingState.Booked).OrderBy(m => m.Id).ToListAsync(ct))
            if (meeting.Cancel(bySchool, null, now) is null)
                await Settle(meeting, ct);
    }

    /// <summary>Saves the step, and tells whom it concerns.</summary>
    public async Task Settle(Meeting meeting, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        // Who agrees on the evening before needs no reminder.
        if (meeting.State == MeetingState.Booked && MoroccanHour.Utc(meeting.Day.AddDays(-1), ReminderHour) is var reminder && reminder > clock.GetUtcNow().UtcDateTime)
            work.Queue<RemindMeeting.Handler>(RemindMeeting.Handler.KeyOf(meeting.Id), meeting.Id.ToString(CultureInfo.InvariantCulture), reminder);
        await facts.Tell(new MeetingStepped(meeting.Id, meeting.State switch { MeetingState.Booked => "booked", MeetingState.CancelledByFamily => "cancelled-by-family", _ => "cancelled-by-school" }), ct);
        await db.SaveChangesAsync(ct);
    }
}
