using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
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

/// <summary>What becomes of an absence by what happens elsewhere.</summary>
public static class StrikeScopes
{
    /// <summary>Those the person was told of: by an account that was open when it was entered, or by the office itself. The silence of nobody else says anything.</summary>
    public static IQueryable<StrikeAbsence> Reached(this IQueryable<StrikeAbsence> absences, MassarDb db) => absences.Where(a =>
        a.ReasonCode == StrikeAbsence.ByHand || db.Accounts.Any(c => c.EmployeeId == a.EmployeeId && c.ClosedAt == null && c.CreatedAt <= a.EnteredAt));

    /// <summary>Proposals that came to nothing: refused or given up before the signature, or taken back by a second decision after it.</summary>
    public static IQueryable<Decision> Fallen(this IQueryable<Decision> decisions) =>
        decisions.Where(d => d.State == DecisionState.Refused || d.State == DecisionState.Withdrawn);

    /// <summary>Each absence as it stands: one whose proposal came to nothing is where it was before it, see <see cref="StrikeAbsence.FallBack"/>.</summary>
    public static IQueryable<StandingAbsence> Standing(this IQueryable<StrikeAbsence> absences, MassarDb db)
    {
        var fallen = db.Decisions.Fallen();
        return absences.Select(a => new StandingAbsence
        {
            Of = a,
            State = a.State == StrikeState.Proposed && fallen.Any(d => d.Id == a.DecisionId) ? (a.JudgedAt == null ? StrikeState.Told : StrikeState.Upheld) : a.State,
        });
    }
}

/// <summary>An absence and where it stands now.</summary>
public sealed class StandingAbsence
{
    public required StrikeAbsence Of { get; init; }

    public required StrikeState State { get; init; }
}

/// <summary>What the slices of the area have in common: who worked at a school on a day, and the rule of the deduction.</summary>
public sealed class StrikeDesk(MassarDb db, CurrentUser user, TimeProvider clock)
{
    /// <summary>The kind of decision a deduction is, and its cause.</summary>
    public const string Kind = SalaryDeduction.KindCode;

    public const string Cause = SalaryDeduction.Strike;

    private const int Most = 400;

    public Task<IReadOnlyList<long>> Own(CancellationToken ct) => Kinship.WithSelf(db, user.EmployeeId, ct);

    /// <summary>A holiday of the calendar or a Sunday: nobody is absent then. One statement.</summary>
    public async Task<Refusal?> Closed(DateOnly day, CancellationToken ct) => await StrikeCase.IsClosed(db, day, ct) ? Refusal.Invalid("Day", "strikes.no-work-day", Formats.ShortDate(day)) : null;

    /// <summary>Puts an absence back whose proposal came to nothing; one statement where there was one.</summary>
    public async Task Settle(StrikeAbsence absence, CancellationToken ct)
    {
        var decision = absence.DecisionId;
        if (absence.State is StrikeState.Proposed && await db.Decisions.Fallen().AnyAsync(d => d.Id == decision, ct))
            absence.FallBack();
    }

    /// <summary>Who worked at the school on that day, by name, each with what stands against an entry. One statement.</summary>
    /// <param name="own">The reader and his family.</param>
    public async Task<List<StaffOfDay>> Staff(Place school, DateOnly day, IReadOnlyList<long> own, CancellationToken ct)
    {
        var (id, weekday, now) = (school.Id, day.DayOfWeek, clock.GetUtcNow().UtcDateTime);
        // Who has left the directorate since is nobody's of its offices any more.
        var below = string.Concat(school.Path.Split('/').Take((int)PlaceKind.Directorate + 2).Select(part => part + '/'));
        var away = db.Leaves.AwayOn(day);
        var trained = db.TrainingSeats.AwayOn(db, day);
        var rows = await (
            from e in db.Employees
            where e.PlacePath.StartsWith(below) && e.RecruitedOn <= day && (e.PlaceId == id || db.Postings.Any(p => p.EmployeeId == e.Id && p.PlaceId == id && p.StartsOn <= day && (p.EndsOn == null || p.EndsOn >= day)))
            orderby e.LastNameAr, e.FirstNameAr, e.Id
            select new
            {
                e.Id,
                e.PlaceId,
                Postings = db.Postings.Where(p => p.EmployeeId == e.Id).ToList(),
                e.Ppr,
                Ar = e.LastNameAr + " " + e.FirstNameAr,
                Latin = e.LastNameLatin + " " + e.FirstNameLatin,
                OnLeave = away.Any(l => l.EmployeeId == e.Id),
                InTraining = trained.Any(s => s.EmployeeId == e.Id),
                Entered = db.StrikeAbsences.Any(a => a.EmployeeId == e.Id && a.Day == day),
                Hours = db.Lessons.HeldOn(day).Where(l => l.EmployeeId == e.Id && l.Weekday == weekday).Sum(l => (int?)l.Hours),
            }).AsNoTracking().Take(Most).AsSingleQuery().ToListAsync(ct);
        // Where the file says he worked then, by what is known now; who has no line of it works where the file lies.
        rows.RemoveAll(r => (r.Postings.Count == 0 ? r.PlaceId : r.Postings.WorkedAt(now).HeldOn(day)?.PlaceId) != id);
        return rows.ConvertAll(r => new StaffOfDay(r.Id, r.Ppr, r.Ar, r.Latin, r.Hours is > 0 ? r.Hours : null,
            r.Entered ? Excuse.Entered : r.OnLeave ? Excuse.OnLeave : r.InTraining ? Excuse.InTraining : Excuse.None, own.Contains(r.Id)));
    }
}
