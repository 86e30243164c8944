using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Timetables;

/// <summary>A school with two classes, a teacher of mathematics in both, one of French in the first, and two rooms.</summary>
internal sealed record GivenPlan(GivenSchool School, GivenClass One, GivenClass Two, GivenPerson Math, GivenPerson French, Room First, Room Second)
{
    public GivenPerson Head => School.Head;
}

/// <summary>Starts of the stories about timetables.</summary>
internal static class TimetablesGiven
{
    public static async Task<GivenPlan> Plan(this MassarApp app, int pupils = 1)
    {
        var school = await app.Given.School();
        var (one, two) = (await app.Given.Class(school, "1AC", pupils), await app.Given.Class(school, "1AC", 0));
        var math = await app.Given.Teacher(one);
        var french = await app.Given.Teacher(one, "FR");
        var (first, second) = (Room(school, "A001"), Room(school, "A002"));
        await app.Write(async db =>
        {
            db.TeachingAssignments.Add(new Massar.Features.Classes.Domain.TeachingAssignment { ClassId = two.Id, SchoolId = school.Id, SchoolYearId = two.Class.SchoolYearId, SubjectCode = "MATH", EmployeeId = math.EmployeeId!.Value, WeeklyHours = 4, StartsOn = new DateOnly(two.Class.SchoolYearId, 9, 1) });
            db.Rooms.AddRange(first, second);
            await db.SaveChangesAsync();
        });
        return new GivenPlan(school, one, two, math, french, first, second);

        static Room Room(GivenSchool school, string code) => new() { SchoolId = school.Id, Code = code, Kind = RoomKind.Ordinary, Capacity = 40 };
    }

    public static Task<int> Assignment(this MassarApp app, GivenClass taught, string subject) => app.Read(db => db.TeachingAssignments.Where(t => t.ClassId == taught.Id && t.SubjectCode == subject).Select(t => t.Id).SingleAsync());

    /// <summary>A lesson that stands, for the whole year.</summary>
    public static async Task<Lesson> Lesson(this MassarApp app, GivenClass taught, string subject, DayOfWeek day, string hour, int hours = 1, Room? room = null)
    {
        var year = taught.Class.SchoolYearId;
        var assignment = await app.Read(db => db.TeachingAssignments.AsNoTracking().SingleAsync(t => t.ClassId == taught.Id && t.SubjectCode == subject));
        var lesson = new Lesson { SchoolId = taught.School.Id, SchoolYearId = year, ClassId = taught.Id, SubjectCode = subject, AssignmentId = assignment.Id, EmployeeId = assignment.EmployeeId, RoomId = room?.Id, Weekday = day, FirstHour = hour, Hours = hours, StartsOn = new DateOnly(year, 9, 1), EndsOn = new DateOnly(year + 1, 6, 30) };
        await app.Write(async db =>
        {
            db.Lessons.Add(lesson);
            await db.SaveChangesAsync();
        });
        return lesson;
    }

    public static Task<List<Lesson>> LessonsOf(this MassarApp app, GivenClass taught) => app.Read(db => db.Lessons.AsNoTracking().Where(l => l.ClassId == taught.Id).OrderBy(l => l.Weekday).ThenBy(l => l.FirstHour).ToListAsync());
}
