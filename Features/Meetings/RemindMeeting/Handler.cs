using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.RemindMeeting;

/// <summary>The day before, both sides are reminded of a meeting that still stands.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, Facts facts, TimeProvider clock) : IWork
{
    public static string Kind => "meeting-reminder";

    public static string KeyOf(long meeting) => string.Create(CultureInfo.InvariantCulture, $"meeting/{meeting}/reminder");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("Meetings.RemindMeeting", async token =>
        {
            var meeting = await db.Meetings.AsNoTracking().SingleAsync(m => m.Id == id, token);
            // Late work reminds nobody on the day itself, and nobody of a child who is not at the school any more.
            if (meeting.State != MeetingState.Booked || MoroccanDay.Today(clock) >= meeting.Day
                || !await db.Enrollments.AnyAsync(e => e.PupilId == meeting.PupilId && e.SchoolId == meeting.SchoolId && e.State == EnrollmentState.Active, token))
                return;
            await facts.Tell(new MeetingStepped(id, "reminded"), token);
            await db.SaveChangesAsync(token);
        }, ct);
    }
}
