using Massar.Features.Accounts.Domain;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.Domain;

/// <summary>A flag with what was answered to it.</summary>
public sealed record KnownFlag(StaffFlag Flag, FlagCase? Case)
{
    public FlagState State => Case?.StateFor(Flag) ?? FlagState.Open;

    /// <summary>Nobody has to do anything about it this year.</summary>
    public bool IsClosed => State == FlagState.Accepted;
}

/// <summary>How a school's staff is used, as timetables and files say it now.</summary>
/// <param name="IsPublic">The State pays its teachers; others are not controlled.</param>
/// <param name="ClassesWithoutTimetable">Classes that count with their assignments.</param>
public sealed record SchoolUse(
    int SchoolId, string PlacePath, string NameAr, string NameFr, bool IsPublic, StaffingFrame Frame, IReadOnlyList<StaffLine> Staff, IReadOnlyList<KnownFlag> Flags, IReadOnlyList<FlagCase> Cases, int Classes, int ClassesWithoutTimetable)
{
    public KnownFlag? Find(string key) => Flags.FirstOrDefault(f => f.Flag.Key == key);

    public FlagCase? CaseOf(string key) => Cases.FirstOrDefault(c => c.FlagKey == key);
}

/// <summary>Reads how the staff of one school is used, in as many statements for a large school as for a small one.</summary>
public sealed class UseDesk(MassarDb db, TimeProvider clock)
{
    /// <summary>Positions in which somebody owes the hours of his grade to the school he works at.</summary>
    public static readonly IReadOnlyList<string> AtWork = ["ACTIVITY", "INTERIM"];

    private const int Most = 20_000;

    /// <summary>Null where there is no such open school.</summary>
    public async Task<SchoolUse?> Read(int school, CancellationToken ct)
    {
        var (frame, place) = await StaffingFrame.Of(db, clock, school, ct);
        if (place is null)
            return null;
        if (!place.IsPublic)
            return new SchoolUse(school, place.Path, place.NameAr, place.NameFr, false, frame, [], [], [], 0, 0);

        var (year, day) = (frame.Year, frame.Day);
        var staffIds = db.Employees.Where(e => e.PlaceId == school);
        var here = GivenHours.Of(db, frame, db.Lessons.Where(l => l.SchoolId == school), db.TeachingAssignments.Where(t => t.SchoolId == school));
        var there = GivenHours.Of(
            db, frame,
            from e in staffIds join l in db.Lessons on e.Id equals l.EmployeeId where l.SchoolId != school select l,
            from e in staffIds join t in db.TeachingAssignments on e.Id equals t.EmployeeId where t.SchoolId != school select t);
        var all = await here.Concat(there).GroupBy(g => new { g.SchoolId, g.ClassId, g.SubjectCode, g.EmployeeId })
            .Select(g => new { g.Key.SchoolId, g.Key.ClassId, g.Key.SubjectCode, g.Key.EmployeeId, Hours = g.Sum(x => x.Hundredths), ForPupils = g.Sum(x => x.ForPupils) }).Take(Most).ToListAsync(ct);
        var given = all.Where(g => g.SchoolId == school).ToList();
        var elsewhere = all.Where(g => g.SchoolId != school && g.EmployeeId is not null).GroupBy(g => g.EmployeeId!.Value).ToDictionary(g => g.Key, g => g.Sum(x => x.Hours) / 100m);
        var programme = await (
            from c in db.Classes
            where c.SchoolId == school && c.SchoolYearId == year
            join level in db.Levels on c.LevelCode equals level.Code
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode }
            orderby level.Order, c.Name, plan.Id
            select new { c.Id, c.Name, level.CycleCode, plan.SubjectCode, plan.NameAr, plan.NameFr, plan.WeeklyHours, HasTimetable = db.Lessons.Any(l => l.ClassId == c.Id && l.StartsOn <= day && l.EndsOn >= day) }).AsNoTracking().Take(Most).ToListAsync(ct);

        var extra = given.Select(g => g.EmployeeId).OfType<long>().Distinct().ToList();
        var people = await (
            from e in staffIds.Concat(db.Employees.Where(e => extra.Contains(e.Id) && e.PlaceId != school))
            join n in db.Nomenclatures.Where(n => n.List == "disciplines") on e.DisciplineCode equals n.Code into names
            from n in names.DefaultIfEmpty()
            join g in db.StaffGrades on e.GradeCode equals g.Code into grades
            from g in grades.DefaultIfEmpty()
            orderby e.LastNameLatin, e.FirstNameLatin, e.Id
            select new
            {
                e.Id,
                e.Ppr,
                NameAr = e.LastNameAr + " " + e.FirstNameAr,
                NameLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                e.GradeCode,
                GradeAr = g == null ? null : g.CadreAr + "، " + g.GradeAr,
                GradeFr = g == null ? null : g.CadreFr + ", " + g.GradeFr,
                e.DisciplineCode,
                e.PlaceId,
                DisciplineAr = (string?)n.NameAr,
                DisciplineFr = (string?)n.NameFr,
                Position = db.CareerSteps.Where(s => s.EmployeeId == e.Id && s.StartsOn <= day).OrderByDescending(s => s.StartsOn).ThenByDescending(s => s.Id).Select(s => s.PositionCode).FirstOrDefault(),
                Post = (from a in db.Accounts where a.EmployeeId == e.Id join h in db.Hats.LiveOn(day) on a.Id equals h.AccountId where h.PlaceId == school && FlagRules.Posts.Contains(h.Role) orderby h.Role == Roles.Head descending select h.Role).FirstOrDefault(),
            }).AsNoTracking().Take(Most).ToListAsync(ct);
        var cases = await db.FlagCases.AsNoTracking().Where(c => c.SchoolYearId == year && c.SchoolId == school).ToListAsync(ct);

        var cycles = programme.DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.CycleCode);
        var subjects = programme.DistinctBy(p => p.SubjectCode).ToDictionary(p => p.SubjectCode, p => (p.NameAr, p.NameFr));
        var generalist = people.Find(p => p.DisciplineCode == Disciplines.Generalist);
        (string Ar, string Fr) NameOf(string discipline) => discipline == Disciplines.Generalist
            ? (generalist?.DisciplineAr ?? discipline, generalist?.DisciplineFr ?? discipline)
            : subjects.TryGetValue(discipline, out var name) ? name : (discipline, discipline);
        TaughtHours Taught(string discipline, int hundredths) => NameOf(discipline) is var (ar, fr) ? new TaughtHours(discipline, ar, fr, hundredths / 100m) : null!;

        var byPerson = given.Where(g => g.EmployeeId is not null).ToLookup(g => g.EmployeeId!.Value);
        List<StaffLine> staff = [.. from p in people
                                    let due = frame.DueOf(p.GradeCode)
                                    where due is not null || byPerson.Contains(p.Id)
                                    select new StaffLine(
                                        p.Id, p.Ppr, p.NameAr, p.NameLatin, p.GradeCode, p.GradeAr ?? p.GradeCode, p.GradeFr ?? p.GradeCode, p.DisciplineCode, p.DisciplineAr, p.DisciplineFr, due,
                                        [.. byPerson[p.Id].GroupBy(g => Disciplines.Of(cycles.GetValueOrDefault(g.ClassId, ""), g.SubjectCode)).Select(g => Taught(g.Key, g.Sum(x => x.Hours))).OrderByDescending(t => t.Hours).ThenBy(t => t.Discipline, StringComparer.Ordinal)],
                                        elsewhere.GetValueOrDefault(p.Id), p.PlaceId == school, p.Post, p.Position is { } position && !AtWork.Contains(position))];

        var forClass = given.Where(g => g.EmployeeId is not null).GroupBy(g => (g.ClassId, g.SubjectCode)).ToDictionary(g => g.Key, g => g.Sum(x => x.ForPupils));
        var lines = programme.Where(p => p.WeeklyHours > 0).GroupBy(p => (p.Id, Discipline: Disciplines.Of(p.CycleCode, p.SubjectCode))).Select(g =>
        {
            var (ar, fr) = NameOf(g.Key.Discipline);
            return new ProgrammeLine(g.Key.Id, g.First().Name, g.Key.Discipline, ar, fr, g.Sum(p => p.WeeklyHours!.Value), g.Sum(p => forClass.GetValueOrDefault((p.Id, p.SubjectCode))) / 100m);
        });
        var byKey = cases.ToDictionary(c => c.FlagKey);
        List<KnownFlag> flags = [.. FlagRules.Judge(frame, staff, lines).Select(f => new KnownFlag(f, byKey.GetValueOrDefault(f.Key)))];
        return new SchoolUse(school, place.Path, place.NameAr, place.NameFr, true, frame, staff, flags, cases, cycles.Count, programme.DistinctBy(p => p.Id).Count(p => !p.HasTimetable));
    }
}
