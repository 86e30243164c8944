using Massar.Features.Classes.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.Domain;

/// <summary>
/// Hours a week that somebody gives a class in a subject. The timetable counts, because it is what is held; only a class that has none yet
/// counts with what was assigned. The lessons of a teacher who left are given by whoever has the class now, and by nobody where nobody has.
/// </summary>
public sealed class GivenHours
{
    public int SchoolId { get; init; }

    public int ClassId { get; init; }

    public string SubjectCode { get; init; } = "";

    /// <summary>Null for lessons that stand in the timetable and that nobody gives.</summary>
    public long? EmployeeId { get; init; }

    /// <summary>A teacher's, in hundredths of an hour: both halves of a class count.</summary>
    public int Hundredths { get; init; }

    /// <summary>A pupil's, in hundredths of an hour: one half of a class counts.</summary>
    public int ForPupils { get; init; }

    /// <param name="lessons">Those of the schools in question, of any day.</param>
    /// <param name="assignments">Those of the same schools.</param>
    public static IQueryable<GivenHours> Of(MassarDb db, StaffingFrame frame, IQueryable<Lesson> lessons, IQueryable<TeachingAssignment> assignments)
    {
        var (year, day) = (frame.Year, frame.Day);
        var live = db.TeachingAssignments.LiveOn(day);
        var held = db.Lessons.HeldOn(day);
        var planned =
            from l in lessons.HeldOn(day)
            where l.SchoolYearId == year
            join o in db.TeachingAssignments on l.AssignmentId equals o.Id
            select new GivenHours
            {
                SchoolId = l.SchoolId,
                ClassId = l.ClassId,
                SubjectCode = l.SubjectCode,
                EmployeeId = o.StartsOn <= day && (o.EndsOn == null || o.EndsOn >= day)
                    ? o.EmployeeId
                    : live.Where(t => t.ClassId == l.ClassId && t.SubjectCode == l.SubjectCode).OrderBy(t => t.Id).Select(t => (long?)t.EmployeeId).FirstOrDefault(),
                Hundredths = l.Hours * 100,
                ForPupils = l.Half == 2 ? 0 : l.Hours * 100,
            };
        // Asked class by class: as "not exists" the server would first read the lessons of the whole country.
        var promised =
            from t in assignments.LiveOn(day)
            where t.SchoolYearId == year && held.Where(l => l.ClassId == t.ClassId).Select(l => (long?)l.Id).FirstOrDefault() == null
            select new GivenHours
            {
                SchoolId = t.SchoolId,
                ClassId = t.ClassId,
                SubjectCode = t.SubjectCode,
                EmployeeId = t.EmployeeId,
                Hundredths = (int)(t.WeeklyHours * 100),
                ForPupils = (int)(t.WeeklyHours * 100),
            };
        return planned.Concat(promised);
    }
}
