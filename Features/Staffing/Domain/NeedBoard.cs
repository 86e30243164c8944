using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.Domain;

/// <summary>Surplus and shortage of a discipline at a place, in hours a week.</summary>
/// <param name="PlaceId">A commune or a school; 0 for all together.</param>
/// <param name="Cycle">PRI, COL or QUA.</param>
/// <param name="Need">Hours the classes are due by programme, or by timetable where halves are taught apart.</param>
/// <param name="Given">Of them, those a teacher gives.</param>
/// <param name="Open">Hours of the programme that nobody gives: the shortage.</param>
/// <param name="Available">Hours due by the teachers who work there.</param>
/// <param name="Free">Of them, those not taught and not explained by an accepted answer: the surplus.</param>
/// <param name="Excused">Hours explained by accepted answers.</param>
/// <param name="Post">Hours of a whole post of the cycle.</param>
/// <param name="NameAr">Of the discipline; null where only subjects of a primary class were found, and nobody to teach them.</param>
public sealed record NeedLine(int PlaceId, string Cycle, string Discipline, string? NameAr, string? NameFr, int Teachers, decimal Need, decimal Given, decimal Open, decimal Available, decimal Free, decimal Excused, decimal Post)
{
    /// <summary>Posts too many (above zero) or missing (below): circular 97 divides the hours of the classes by the hours of a service.</summary>
    public decimal Balance => Math.Round((Available - Excused - Need) / Post, 1, MidpointRounding.AwayFromZero);

    /// <summary>The same discipline of two places.</summary>
    public NeedLine And(NeedLine other, int place) => this with
    {
        PlaceId = place,
        NameAr = NameAr ?? other.NameAr,
        NameFr = NameFr ?? other.NameFr,
        Teachers = Teachers + other.Teachers,
        Need = Need + other.Need,
        Given = Given + other.Given,
        Open = Open + other.Open,
        Available = Available + other.Available,
        Free = Free + other.Free,
        Excused = Excused + other.Excused,
    };
}

/// <summary>
/// Reads what the classes are due and what the teachers owe, commune by commune or school by school, from the timetables as they stand: two statements,
/// whatever the number of schools.
/// </summary>
public static class NeedBoard
{
    private const int Most = 50_000;
    private const string ListOfDisciplines = "disciplines";

    /// <param name="path">Of the directorate or academy: the teaching of all its schools is looked at.</param>
    /// <param name="commune">Only the schools of this one are counted; null for all.</param>
    /// <param name="bySchool">A line for each school, otherwise for each commune.</param>
    public static async Task<List<NeedLine>> Read(MassarDb db, StaffingFrame frame, string path, int? commune, bool bySchool, CancellationToken ct)
    {
        var (year, day) = (frame.Year, frame.Day);
        var below = db.Places.Where(p => p.Path.StartsWith(path) && p.Kind >= PlaceKind.School);
        var given = GivenHours.Of(
            db, frame,
            from p in below join l in db.Lessons on p.Id equals l.SchoolId select l,
            from p in below join t in db.TeachingAssignments on p.Id equals t.SchoolId select t);
        // A unit of a group of schools lies in the commune of its centre.
        var schools =
            from p in db.Places.OfTheState(db, path)
            join above in db.Places on p.ParentId equals (int?)above.Id
            select new { School = p.Id, Commune = above.Kind >= PlaceKind.School ? above.ParentId ?? 0 : above.Id };
        if (commune is { } one)
            schools = schools.Where(s => s.Commune == one);

        // Programme and timetable stand under one another and are summed: joined side by side, each class would be looked for among all classes.
        var programme =
            from s in schools
            join c in db.Classes on s.School equals c.SchoolId
            where c.SchoolYearId == year
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode }
            where plan.WeeklyHours > 0
            select new { ClassId = c.Id, plan.SubjectCode, Due = (int)(plan.WeeklyHours!.Value * 100), Held = 0, Given = 0, ForPupils = 0 };
        var forClass = programme.Concat(given.Select(g => new
        {
            g.ClassId,
            g.SubjectCode,
            Due = 0,
            Held = g.Hundredths,
            Given = g.EmployeeId != null ? g.Hundredths : 0,
            ForPupils = g.EmployeeId != null ? g.ForPupils : 0,
        })).GroupBy(r => new { r.ClassId, r.SubjectCode })
            .Select(g => new { g.Key.ClassId, g.Key.SubjectCode, Due = g.Sum(r => r.Due), Held = g.Sum(r => r.Held), Given = g.Sum(r => r.Given), ForPupils = g.Sum(r => r.ForPupils) });
        var needs = await (
            from h in forClass
            where h.Due > 0
            join c in db.Classes on h.ClassId equals c.Id
            join level in db.Levels on c.LevelCode equals level.Code
            join p in db.Places on c.SchoolId equals p.Id
            join above in db.Places on p.ParentId equals (int?)above.Id
            join n in db.Nomenclatures.Where(n => n.List == ListOfDisciplines) on h.SubjectCode equals n.Code into names
            from n in names.DefaultIfEmpty()
            select new
            {
                Place = bySchool ? p.Id : above.Kind >= PlaceKind.School ? above.ParentId ?? 0 : above.Id,
                level.CycleCode,
                h.SubjectCode,
                NameAr = (string?)n.NameAr,
                NameFr = (string?)n.NameFr,
                h.Due,
                h.Held,
                h.Given,
                h.ForPupils,
            }).GroupBy(r => new { r.Place, r.CycleCode, r.SubjectCode }).Select(g => new
            {
                g.Key.Place,
                g.Key.CycleCode,
                g.Key.SubjectCode,
                NameAr = g.Max(r => r.NameAr),
                NameFr = g.Max(r => r.NameFr),
                Need = g.Sum(r => r.Held > r.Due ? r.Held : r.Due),
                Given = g.Sum(r => r.Given),
                Open = g.Sum(r => r.Due > r.ForPupils ? r.Due - r.ForPupils : 0),
            }).Take(Most).ToListAsync(ct);

        var taught = given.Where(g => g.EmployeeId != null).GroupBy(g => g.EmployeeId!.Value).Select(g => new { EmployeeId = g.Key, Hours = g.Sum(x => x.Hundredths) });
        var accepted = db.FlagCases.Where(c => c.SchoolYearId == year && c.State == FlagState.Accepted && (c.Rule == FlagRule.UnderUsed || c.Rule == FlagRule.NonTeachingPost));
        // One answer of a teacher at a school, the last one: hours are not explained twice.
        accepted = accepted.Where(c => !db.FlagCases.Any(o => o.SchoolYearId == year && o.EmployeeId == c.EmployeeId && o.SchoolId == c.SchoolId && o.Id > c.Id && o.State == FlagState.Accepted && (o.Rule == FlagRule.UnderUsed || o.Rule == FlagRule.NonTeachingPost)));
        var teachers = await (
            from s in schools
            join e in db.Employees on s.School equals e.PlaceId
            join n in db.Nomenclatures.Where(n => n.List == ListOfDisciplines) on e.DisciplineCode equals n.Code
            join t in taught on e.Id equals t.EmployeeId into all
            from t in all.DefaultIfEmpty()
            join c in accepted on new { Employee = (long?)e.Id, School = s.School } equals new { Employee = c.EmployeeId, School = c.SchoolId } into cases
            from c in cases.DefaultIfEmpty()
            let position = db.CareerSteps.Where(x => x.EmployeeId == e.Id && x.StartsOn <= day).OrderByDescending(x => x.StartsOn).ThenByDescending(x => x.Id).Select(x => x.PositionCode).FirstOrDefault()
            where position == null || UseDesk.AtWork.Contains(position)
            select new { Place = bySchool ? s.School : s.Commune, e.GradeCode, Discipline = n.Code, n.NameAr, n.NameFr, Taught = (int?)t.Hours ?? 0, Excused = c.Hours, ExcusedAt = (decimal?)c.Taught })
            .GroupBy(r => new { r.Place, r.GradeCode, r.Discipline, r.Taught, r.Excused, r.ExcusedAt })
            .Select(g => new { g.Key, Count = g.Count(), NameAr = g.Max(r => r.NameAr), NameFr = g.Max(r => r.NameFr) }).Take(Most).ToListAsync(ct);

        var lines = needs.Select(n => new NeedLine(n.Place, n.CycleCode, Disciplines.Of(n.CycleCode, n.SubjectCode), NameIn(n.CycleCode, n.SubjectCode, n.NameAr), NameIn(n.CycleCode, n.SubjectCode, n.NameFr), 0, n.Need / 100m, n.Given / 100m, n.Open / 100m, 0, 0, 0, frame.PostOf(n.CycleCode))).ToList();
        foreach (var group in teachers)
            if (frame.DueOf(group.Key.GradeCode) is { } due)
            {
                var hours = group.Key.Taught / 100m;
                // An answer holds for the figures it was given for.
                var excused = group.Key.ExcusedAt == hours ? Math.Min(group.Key.Excused ?? 0, Math.Max(0, due.Hours - hours)) : 0;
                lines.Add(new NeedLine(group.Key.Place, due.Cycle, group.Key.Discipline, group.NameAr, group.NameFr, group.Count, 0, 0, 0, group.Count * due.Hours, group.Count * Math.Max(0, due.Hours - hours - excused), group.Count * excused, frame.PostOf(due.Cycle)));
            }

        return [.. lines.GroupBy(l => (l.PlaceId, l.Cycle, l.Discipline)).Select(g => g.Aggregate((one, other) => one.And(other, one.PlaceId)))];
    }

    // The name of a subject is not the name of the discipline that holds all subjects of a primary class.
    private static string? NameIn(string cycle, string subject, string? name) => Disciplines.Of(cycle, subject) == subject ? name : null;
}
