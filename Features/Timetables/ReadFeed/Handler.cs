using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ReadFeed;

/// <param name="Network">From where, to slow guessing down.</param>
public sealed record Query(string Token, string Network) : IQuery<CalendarFile>;

public sealed record CalendarFile(byte[] Bytes);

public sealed class Handler(MassarDb db, FeedTokens tokens, FeedLimits limits, TimeProvider clock) : IQueryHandler<Query, CalendarFile>
{
    public async Task<Outcome<CalendarFile>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (limits.Spent(request.Network) is { } wait) return Refusal.TooMany(wait);
        var id = FeedTokens.IdOf(request.Token) ?? 0;
        var feed = id == 0 ? null : await db.CalendarFeeds.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && db.Accounts.Any(a => a.Id == f.AccountId && a.ClosedAt == null), cancellationToken);
        if (feed is null || !tokens.Holds(request.Token, feed.Id, feed.Nonce))
        {
            limits.Spend(request.Network);
            return Refusal.NotFound;
        }

        if (limits.Read(feed.Id) is { } rest) return Refusal.TooMany(rest);
        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Today(clock);
        if (await Place(feed, today, cancellationToken) is not var (school, schoolClass)) return Refusal.NotFound;
        if (await SchoolGrid.Current(db, school, cancellationToken) is not { } frame) return Refusal.NotFound;
        var (year, grid) = frame;
        var day = Week.Shown(grid, today);
        // What comes later in the year is told too: a phone looks months ahead.
        var lessons = feed.EmployeeId is { } employee
            ? await db.Lessons.Where(l => l.SchoolYearId == year).TaughtBy(db, employee, day).Named(db, cancellationToken)
            : await db.Lessons.Where(l => l.ClassId == schoolClass && l.EndsOn >= today).Named(db, cancellationToken);
        var holidays = await db.CalendarEntries.Where(c => c.SchoolYearId == year && c.Kind == "holiday").Select(c => new { c.StartsOn, c.EndsOn }).ToListAsync(cancellationToken);
        var events = lessons.Select(l => Event(feed, grid, l)).OfType<CalendarLesson>().ToList();
        return new CalendarFile(CalendarWriter.Write(Words.All.Say(feed.Language, "timetables.title"), events, [.. holidays.Select(h => (h.StartsOn, h.EndsOn))], grid.From, grid.Until, now));
    }

    /// <summary>Whose week it still is: a guardian who is none any more, or a pupil who left, reads nothing.</summary>
    private async Task<(int School, int Class)?> Place(CalendarFeed feed, DateOnly today, CancellationToken ct)
    {
        if (feed.EmployeeId is { } employee)
            return await db.Employees.Where(e => e.Id == employee).Select(e => (int?)e.PlaceId).SingleOrDefaultAsync(ct) is { } place ? (place, 0) : null;
        var (pupil, account) = (feed.PupilId ?? 0, feed.AccountId);
        var links = db.Guardianships.InForce(today);
        var found = await (
            from a in db.Accounts
            where a.Id == account && (a.PupilId == pupil || links.Any(g => g.PupilId == pupil && g.GuardianId == a.GuardianId))
            join e in db.Enrollments on pupil equals e.PupilId
            where e.State == EnrollmentState.Active && e.ClassId != null && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)
            select new { e.SchoolId, e.ClassId }).FirstOrDefaultAsync(ct);
        return found is null ? null : (found.SchoolId, found.ClassId!.Value);
    }

    private static CalendarLesson? Event(CalendarFeed feed, SchoolGrid grid, PlannedLesson lesson)
    {
        if (grid.Run(lesson.Weekday, lesson.FirstHour, lesson.Hours) is not { } hours)
            return null;
        var subject = feed.Language == "ar" ? lesson.SubjectAr : lesson.SubjectFr;
        var isTeacher = feed.EmployeeId is not null;
        return new CalendarLesson(
            string.Create(CultureInfo.InvariantCulture, $"lesson-{lesson.Id}@timetables.massar"), $"{subject} - {lesson.ClassName}", lesson.RoomCode,
            isTeacher ? null : feed.Language == "ar" ? lesson.TeacherAr : lesson.TeacherLatin, lesson.Weekday, hours[0].From, hours[^1].To, lesson.StartsOn, lesson.EndsOn);
    }
}
