using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.Domain;

/// <summary>A pupil's absences of the current year, as the pupil and the family read them.</summary>
/// <param name="Totals">Half-days and lesson hours by state.</param>
/// <param name="Absences">One page, the newest first.</param>
/// <param name="Lates">The newest.</param>
public sealed record FamilyAbsences(IReadOnlyList<StateTotal> Totals, int Page, int Pages, IReadOnlyList<AbsenceLine> Absences, IReadOnlyList<LateLine> Lates)
{
    public StateTotal Of(AbsenceState state) => Totals.FirstOrDefault(t => t.State == state) ?? new StateTotal(state, 0, 0);

    /// <summary>Whether something is there to give a reason for.</summary>
    public bool HasUnexplained => Of(AbsenceState.Noted).HalfDays + Of(AbsenceState.Unjustified).HalfDays > 0;
}

public sealed record StateTotal(AbsenceState State, int HalfDays, int Periods);

/// <param name="ReasonAr">The family's reason, if it gave one.</param>
/// <param name="Answer">Why the school did not accept it.</param>
public sealed record AbsenceLine(long Id, DateOnly Day, HalfDay Half, int Periods, AbsenceState State, string? ReasonAr, string? ReasonFr, string? Answer);

public sealed record LateLine(DateOnly Day, string Hour);

/// <summary>Reads them in three statements.</summary>
public static class FamilyReading
{
    private const int PageSize = 20;

    public static async Task<FamilyAbsences> Of(MassarDb db, long pupil, int? wanted, CancellationToken ct)
    {
        var all = db.Absences.Where(a => a.PupilId == pupil && a.State != AbsenceState.Cancelled && db.SchoolYears.Any(y => y.Id == a.SchoolYearId && y.IsCurrent));
        var totals = await all.GroupBy(a => a.State).Select(g => new { State = g.Key, HalfDays = g.Count(), Periods = g.Sum(a => a.Periods) }).AsNoTracking().ToListAsync(ct);
        var pages = (totals.Sum(t => t.HalfDays) + PageSize - 1) / PageSize;
        var page = Math.Clamp(wanted ?? 1, 1, Math.Max(1, pages));
        var absences = await (
            from a in all
            join j in db.Justifications on a.JustificationId equals (long?)j.Id into justifications
            from j in justifications.DefaultIfEmpty()
            join n in db.Nomenclatures.Where(n => n.List == Justification.Reasons) on j.ReasonCode equals n.Code into reasons
            from n in reasons.DefaultIfEmpty()
            orderby a.Day descending, a.Half descending
            select new { a.Id, a.Day, a.Half, a.Periods, a.State, n.NameAr, n.NameFr, j.Answer }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var lates = await (
            from l in db.RollLines
            where l.PupilId == pupil && l.Presence == Presence.Late
            join c in db.RollCalls on l.RollCallId equals c.Id
            where db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)
            orderby c.Day descending, c.Hour descending
            select new LateLine(c.Day, c.Hour)).AsNoTracking().Take(PageSize).ToListAsync(ct);
        return new FamilyAbsences([.. totals.Select(t => new StateTotal(t.State, t.HalfDays, t.Periods))], page, pages,
            [.. absences.Select(a => new AbsenceLine(a.Id, a.Day, a.Half, a.Periods, a.State, a.NameAr, a.NameFr, a.Answer))], lates);
    }
}
