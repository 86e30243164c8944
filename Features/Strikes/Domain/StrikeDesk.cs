using Massar.Features.Families.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes.Domain;

/// <summary>Figures of the year: settings <c>strikes.*</c>.</summary>
public sealed class StrikeFigures(YearFigures figures)
{
    public static async Task<StrikeFigures> Current(MassarDb db, CancellationToken ct) => new(await YearFigures.Current(db, "strikes.", ct));

    /// <summary>Days the person has to reply.</summary>
    public int ReplyDays => figures.Number("reply-days", 10, 1, 120);

    /// <summary>How far back a day may be entered.</summary>
    public int BackDays => figures.Number("back-days", 60, 1, 366);
}

/// <summary>Why somebody of the school is not entered as absent on a day.</summary>
public enum Excuse
{
    None = 0,
    OnLeave = 1,
    InTraining = 2,

    /// <summary>Entered already, here or at another place.</summary>
    Entered = 3,
}

/// <summary>One person of the school on a day.</summary>
/// <param name="Hours">Lessons due by the timetable; null where it tells nothing.</param>
/// <param name="IsOwn">The reader, or family: somebody else enters it.</param>
public sealed record StaffOfDay(long Id, string Ppr, string NameAr, string NameLatin, int? Hours, Excuse Excuse, bool IsOwn);

/// <summary>Who may know of an absence: the person; the head, that it was entered; the office, what was replied. Nobody handles his own or his family's.</summary>
public static class Scopes
{
    public static IQueryable<StrikeDay> Below(this IQueryable<StrikeDay> days, CurrentUser user)
    {
        var path = user.PlacePath;
        return days.Where(d => d.PlacePath.StartsWith(path));
    }

    public static IQueryable<StrikeAbsence> OfEmployee(this IQueryable<StrikeAbsence> absences, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return absences.Where(a => a.EmployeeId == me);
    }

    /// <param name="own">Self and family: theirs are not there.</param>
    public static IQueryable<StrikeAbsence> Below(this IQueryable<StrikeAbsence> absences, CurrentUser user, IReadOnlyList<long> own)
    {
        var path = user.PlacePath;
        return absences.Where(a => a.PlacePath.StartsWith(path) && !own.Contains(a.EmployeeId));
    }
}

/// <summary>What the slices of the area have in common: who worked at a school on a day, and the rule of the deduction.</summary>
public sealed class StrikeDesk(MassarDb db, CurrentUser user)
{
    /// <summary>The kind of decision a deduction is, and its cause.</summary>
    public const string Kind = "SalaryDeduction";

    public const string Cause = "strike";

    private const int Most = 400;

    public Task<IReadOnlyList<long>> Own(CancellationToken ct) => Kinship.WithSelf(db, user.EmployeeId, ct);

    /// <summary>A holiday of the calendar or a Sunday: nobody is absent then. One statement.</summary>
    public async Task<Refusal?> Closed(DateOnly day, CancellationToken ct) =>
        day.DayOfWeek == DayOfWeek.Sunday || await db.CalendarEntries.AnyAsync(e => e.Kind == "holiday" && e.StartsOn <= day && day <= e.EndsOn && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.StartsOn <= day && day <= y.EndsOn), ct)
            ? Refusal.Invalid("Day", "strikes.no-work-day", Formats.ShortDate(day)) : null;

    /// <summary>The school's staff of that day, by name, each with what stands against an entry. Two statements besides the family.</summary>
    /// <param name="own">The reader and his family.</param>
    public async Task<List<StaffOfDay>> Staff(int school, DateOnly day, IReadOnlyList<long> own, CancellationToken ct)
    {
        var weekday = day.DayOfWeek;
        var away = db.Leaves.AwayOn(day);
        var trained = db.TrainingSeats.AwayOn(db, day);
        var rows = await (
            from e in db.Employees
            where e.PlaceId == school && e.RecruitedOn <= day
            orderby e.LastNameAr, e.FirstNameAr, e.Id
            select new
            {
                e.Id,
                e.Ppr,
                Ar = e.LastNameAr + " " + e.FirstNameAr,
                Latin = e.LastNameLatin + " " + e.FirstNameLatin,
                OnLeave = away.Any(l => l.EmployeeId == e.Id),
                InTraining = trained.Any(s => s.EmployeeId == e.Id),
                Entered = db.StrikeAbsences.Any(a => a.EmployeeId == e.Id && a.Day == day),
                Hours = db.Lessons.HeldOn(day).Where(l => l.EmployeeId == e.Id && l.Weekday == weekday).Sum(l => (int?)l.Hours),
            }).AsNoTracking().Take(Most).ToListAsync(ct);
        return rows.ConvertAll(r => new StaffOfDay(r.Id, r.Ppr, r.Ar, r.Latin, r.Hours is > 0 ? r.Hours : null,
            r.Entered ? Excuse.Entered : r.OnLeave ? Excuse.OnLeave : r.InTraining ? Excuse.InTraining : Excuse.None, own.Contains(r.Id)));
    }
}
