using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

/// <summary>A session ready to be called.</summary>
internal sealed record GivenSession(GivenSchool School, GivenClass Class, GivenPerson Teacher, SessionKey Key)
{
    public IReadOnlyList<GivenPupil> Pupils => Class.Pupils;

    public string Address => Links.Call(Key);

    public (string Name, string Value) Absent(int pupil) => ($"p[{Pupils[pupil].MassarCode}]", "A");

    public (string Name, string Value) Late(int pupil) => ($"p[{Pupils[pupil].MassarCode}]", "L");

    public GivenSession At(string hour) => this with { Key = Key with { Hour = hour } };
}

/// <summary>Starts of the stories about attendance.</summary>
internal static class AttendanceGiven
{
    /// <summary>How far the next school day at an hour of the wall clock is; a test sets its clock to it first.</summary>
    public static async Task<TimeSpan> UntilSchool(this MassarApp app, int hour = 10, int minute = 0, Func<DateOnly, bool>? fits = null)
    {
        var now = DateTime.UtcNow;
        var holidays = await app.Read(db => db.CalendarEntries.AsNoTracking().Where(c => c.Kind == "holiday").ToListAsync());
        for (var day = DateOnly.FromDateTime(MoroccanDay.Local(now)); ; day = day.AddDays(1))
        {
            var at = TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(hour, minute)), MoroccanDay.Zone);
            if (at >= now && day.DayOfWeek != DayOfWeek.Sunday && !holidays.Any(h => h.StartsOn <= day && day <= h.EndsOn) && fits?.Invoke(day) != false)
                return at - now;
        }
    }

    public static async Task<GivenSession> Session(this MassarApp app, int pupils = 4, string hour = "M1", GivenSchool? school = null)
    {
        school ??= await app.Given.School();
        var taught = await app.Given.Class(school, "1AC", pupils);
        return new GivenSession(school, taught, await app.Given.Teacher(taught), new SessionKey(taught.Id, "MATH", MoroccanDay.Today(MassarApp.Clock), hour));
    }

    /// <summary>The teacher calls the session through the page.</summary>
    public static async Task<Page> Call(this MassarApp app, GivenSession session, params (string Name, string Value)[] marks) =>
        await (await (await app.SignIn(session.Teacher)).Open(session.Address)).Submit(marks);

    public static Task<RollCall?> Stored(this MassarApp app, GivenSession session) => app.Read(db => db.RollCalls.Include(c => c.Lines).Include(c => c.Changes).AsNoTracking()
        .SingleOrDefaultAsync(c => c.ClassId == session.Key.ClassId && c.Day == session.Key.Day && c.Hour == session.Key.Hour && c.SubjectCode == session.Key.Subject));

    public static Task<List<Absence>> AbsencesOf(this MassarApp app, GivenPupil pupil) => app.Read(db => db.Absences.AsNoTracking().Where(a => a.PupilId == pupil.Id).OrderBy(a => a.Day).ThenBy(a => a.Half).ToListAsync());

    /// <summary>An absence as days of calls leave it.</summary>
    public static async Task<Absence> Absence(this MassarApp app, GivenSession session, GivenPupil pupil, DateOnly day, AbsenceState state, HalfDay half = HalfDay.Morning)
    {
        var absence = new Absence { PupilId = pupil.Id, SchoolYearId = session.Class.Class.SchoolYearId, SchoolId = session.School.Id, ClassId = session.Class.Id, Day = day, Half = half, Periods = 2, State = state };
        await app.Write(async db =>
        {
            db.Absences.Add(absence);
            await db.SaveChangesAsync();
        });
        return absence;
    }
}
