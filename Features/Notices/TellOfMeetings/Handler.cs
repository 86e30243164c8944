using System.Globalization;
using Massar.Features.Meetings;
using Massar.Features.Notices.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfMeetings;

/// <summary>Both sides are told of a meeting that is agreed on, and again the day before; of one called off, both again: who did it has it in writing. What it is about is in no notice.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts, EmployeeDesk employees, TimeProvider clock) : IFactHandler<MeetingStepped>
{
    public async Task Handle(MeetingStepped notification, CancellationToken cancellationToken)
    {
        var id = notification.MeetingId;
        var meeting = await (
            from m in db.Meetings
            where m.Id == id
            join p in db.Pupils on m.PupilId equals p.Id
            join e in db.Employees on m.EmployeeId equals e.Id
            join g in db.Guardians on m.GuardianId equals g.Id
            select new
            {
                m.SchoolId,
                m.Day,
                m.Minute,
                m.EmployeeId,
                m.PupilId,
                GuardianId = g.Id,
                m.BookedByAccountId,
                g.Phone,
                p.FirstNameAr,
                p.FirstNameLatin,
                TeacherAr = e.LastNameAr + " " + e.FirstNameAr,
                TeacherLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                GuardianAr = g.LastNameAr + " " + g.FirstNameAr,
                GuardianLatin = g.LastNameLatin + " " + g.FirstNameLatin,
            }).AsNoTracking().SingleAsync(cancellationToken);
        var template = notification.What switch { "booked" => "notices.meeting-booked", "reminded" => "notices.meeting-reminder", _ => "notices.meeting-cancelled" };
        var key = string.Create(CultureInfo.InvariantCulture, $"meeting/{id}/{notification.What}");
        var (account, address) = (meeting.BookedByAccountId, Meetings.Links.Case(id));

        // Whose right to the child has ended reads nothing more of it.
        var (guardian, pupil) = (meeting.GuardianId, meeting.PupilId);
        var entitled = db.Guardianships.InForce(MoroccanDay.Today(clock)).Where(g => g.GuardianId == guardian && g.PupilId == pupil);
        await accounts.Tell(db.Accounts.Where(a => a.Id == account && entitled.Any()), 1, told => told.Draft(
            $"{key}/family", meeting.SchoolId, template, address, Args(told.IsArabic, meeting.TeacherAr, meeting.TeacherLatin)) with
        { Phone = meeting.Phone ?? told.Phone, About = (meeting.GuardianId, meeting.PupilId) }, cancellationToken);
        await employees.Tell(meeting.EmployeeId, told => told.Draft($"{key}/teacher", meeting.SchoolId, template, address, Args(told.Language == "ar", meeting.GuardianAr, meeting.GuardianLatin)), cancellationToken);

        string[] Args(bool arabic, string ar, string latin) =>
            [arabic ? meeting.FirstNameAr : meeting.FirstNameLatin, arabic ? ar : latin, Formats.ShortDate(meeting.Day), Formats.Time(new TimeOnly(meeting.Minute / 60, meeting.Minute % 60))];
    }
}
