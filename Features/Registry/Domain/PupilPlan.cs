using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.Domain;

/// <summary>A pupil who has to find a place when the school closes: on its lists on the day, or expected after it.</summary>
public sealed record Mover(
    long EnrollmentId, long PupilId, string MassarCode, string NameAr, string NameLatin, int Year, string LevelCode, string StreamCode, string? LevelAr, string? LevelFr, string? Cycle,
    int? ClassId, string? ClassName, int? FormerClassId, string? FormerClassName)
{
    /// <summary>By what pupils are shared out: the class, else last year's class, else the level and stream of the year.</summary>
    public string Group => ClassKey(ClassId ?? FormerClassId) ?? Level;

    /// <summary>Every group the pupil may be found under, the closest first: the class of the next year may not have been there when it was shared out.</summary>
    public IEnumerable<string> Groups => new[] { ClassKey(ClassId), ClassKey(FormerClassId), Level, Shares.Others }.OfType<string>();

    private string Level => string.Create(CultureInfo.InvariantCulture, $"l{Year}.{LevelCode}.{StreamCode}");

    private static string? ClassKey(int? id) => id is null ? null : string.Create(CultureInfo.InvariantCulture, $"c{id}");
}

/// <summary>A class, or a level without classes, that goes somewhere as a whole.</summary>
public sealed record MoverGroup(string Key, int Year, string? ClassName, string? LevelAr, string? LevelFr, int Pupils);

/// <summary>A school that pupils may go to.</summary>
public sealed record Receiver(int Number, string GresaCode, string NameAr, string NameFr, string Cycles, int Pupils);

/// <summary>Who goes where when a school closes, and who would have no place.</summary>
/// <param name="NoPlace">Nobody said where, or the school does not have the cycle.</param>
public sealed record PupilPlan(IReadOnlyList<Receiver> Receivers, int Pupils, IReadOnlyList<Mover> NoPlace);

/// <summary>Finds the pupils of a school that closes, and shares them out.</summary>
public static class PupilPlans
{
    /// <summary>Lines of a school that live on a day or after it. Those of years that have ended stay under the old code, as all they count in.</summary>
    public static IQueryable<Enrollment> LiveAfter(this IQueryable<Enrollment> lines, int school, DateOnly day, MassarDb db) =>
        lines.Where(e => e.SchoolId == school && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected) && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.EndsOn >= day));

    public static Task<List<Mover>> MoversOf(this MassarDb db, int school, DateOnly day, CancellationToken ct) => (
        from e in db.Enrollments.LiveAfter(school, day, db)
        join p in db.Pupils on e.PupilId equals p.Id
        join c in db.Classes on e.ClassId equals (int?)c.Id into classes
        from c in classes.DefaultIfEmpty()
        join l in db.Levels on e.LevelCode equals l.Code into levels
        from l in levels.DefaultIfEmpty()
        let former = db.Enrollments.Where(f => f.PupilId == e.PupilId && f.SchoolId == school && f.SchoolYearId == e.SchoolYearId - 1).Max(f => f.ClassId)
        orderby e.SchoolYearId, l.Order, c.Name, e.OrderInClass, e.Id
        select new Mover(
            e.Id, p.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, e.SchoolYearId, e.LevelCode, e.StreamCode, l.NameAr, l.NameFr, l.CycleCode,
            e.ClassId, c.Name, former, db.Classes.Where(x => x.Id == former).Select(x => x.Name).FirstOrDefault())).AsNoTracking().ToListAsync(ct);

    public static IReadOnlyList<MoverGroup> Groups(this IEnumerable<Mover> movers) =>
        [.. movers.GroupBy(m => m.Group).Select(g => new MoverGroup(g.Key, g.First().Year, g.First().ClassName ?? g.First().FormerClassName, g.First().LevelAr, g.First().LevelFr, g.Count()))];

    /// <summary>Number of the school a pupil goes to; 0 for none.</summary>
    /// <param name="schools">Cycles of the schools, in order of their numbers.</param>
    public static int Target(this Shares shares, Mover mover, IReadOnlyList<string> schools)
    {
        // One school takes everybody; of two, a pupil named goes before the class.
        var number = schools.Count == 1 ? 1 : shares.Pupils.TryGetValue(mover.PupilId, out var own) ? own : mover.Groups.Select(g => shares.Groups.GetValueOrDefault(g)).FirstOrDefault(n => n > 0);
        return number > 0 && number <= schools.Count && (mover.Cycle is null || schools[number - 1].Split(';').Contains(mover.Cycle)) ? number : 0;
    }
}
