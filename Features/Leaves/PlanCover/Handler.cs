using System.Globalization;
using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.PlanCover;

/// <param name="Day">The first day with a lesson to cover when it is not said.</param>
public sealed record Query(long Id, DateOnly? Day) : IQuery<CoverPlan>;

/// <param name="Days">School days of the leave that can be arranged now.</param>
/// <param name="Day">The day shown; null where the leave has no lesson on such a day.</param>
public sealed record CoverPlan(long Id, string NameAr, string NameLatin, IReadOnlyList<DayLine> Days, DateOnly? Day, IReadOnlyList<Unit> Units) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1 + Units.SelectMany(u => u.Hours).SelectMany(h => h.Free).Select(f => f.Employee).Distinct().Count();
}

public sealed record DayLine(DateOnly Day, int Hours, int Covered);

/// <summary>A class in a subject for half a day: what one colleague is asked to keep.</summary>
/// <param name="ByAr">Who keeps it; null for nobody yet.</param>
public sealed record Unit(int ClassId, string ClassName, string Subject, string SubjectAr, string SubjectFr, HalfDay Half, IReadOnlyList<FreeHour> Hours, string? ByAr, string? ByLatin)
{
    /// <summary>Colleagues free at all hours of it, those who are in the school first.</summary>
    public IEnumerable<FreeColleague> Free => Hours.Count == 0 ? [] : Hours[0].Free.Where(f => Hours.All(h => h.Free.Any(o => o.Employee == f.Employee)));
}

public sealed record FreeHour(string Code, TimeOnly From, TimeOnly To, IReadOnlyList<FreeColleague> Free);

/// <param name="IsHere">Has a lesson in that half day.</param>
public sealed record FreeColleague(long Employee, string NameAr, string NameLatin, bool IsHere);

/// <param name="Half">Morning or Afternoon.</param>
public sealed record Command(long Id, string? Day, string? Class, string? Subject, string? Half, string? Employee) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).WithMessage("attendance.cover.day.wrong");
        RuleFor(c => c.Class).Must(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("attendance.cover.class.needed");
        RuleFor(c => c.Subject).NotEmpty().WithMessage("attendance.cover.subject.needed");
        RuleFor(c => c.Half).Must(h => h is nameof(HalfDay.Morning) or nameof(HalfDay.Afternoon)).WithMessage("attendance.cover.half.needed");
        RuleFor(c => c.Employee).Must(e => long.TryParse(e, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("attendance.cover.employee.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CoverDesk desk, WhoIsFree free, TimeProvider clock) : IQueryHandler<Query, CoverPlan>, ICommandHandler<Command>
{
    public async Task<Outcome<CoverPlan>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var live = LeaveStates.Live;
        var rows = await (
            from l in db.Leaves.Below(user)
            where l.Id == query.Id && l.IsAbsence && live.Contains(l.State)
            join e in db.Employees on l.EmployeeId equals e.Id
            join h in db.CalendarEntries.Where(c => c.EndsOn >= today) on "holiday" equals h.Kind into holidays
            from h in holidays.DefaultIfEmpty()
            select new
            {
                l.EmployeeId,
                l.PlaceId,
                l.AskedByAccountId,
                l.StartsOn,
                l.EndsOn,
                l.ReturnedOn,
                NameAr = e.LastNameAr + " " + e.FirstNameAr,
                NameLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                HolidayFrom = (DateOnly?)h.StartsOn,
                HolidayTo = (DateOnly?)h.EndsOn,
            }).AsNoTracking().ToListAsync(ct);
        // One row for each holiday to come.
        if (rows.FirstOrDefault() is not { } leave || await SchoolGrid.Current(db, leave.PlaceId, ct) is not { } frame)
            return Refusal.NotFound;
        if (await LeaveDesk.IsOwn(db, user, leave.EmployeeId, leave.AskedByAccountId, ct))
            return LeaveDesk.Own;

        var (year, grid) = frame;
        var first = leave.StartsOn > today ? leave.StartsOn : today;
        var last = leave.ReturnedOn is { } back ? back.AddDays(-1) : leave.EndsOn;
        if (last > today.AddDays(CoverDesk.Farthest))
            last = today.AddDays(CoverDesk.Farthest);
        var lessons = await db.Lessons.TaughtBy(db, leave.EmployeeId, first).Named(db, ct);
        var given = await (
            from v in db.CallCovers.InSchoolsOf(user, db)
            where v.Day >= first && v.Day <= last
            join e in db.Employees on v.EmployeeId equals e.Id
            select new { v.ClassId, v.SubjectCode, v.Day, v.Half, v.EmployeeId, NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin }).AsNoTracking().ToListAsync(ct);

        var days = new List<DayLine>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (rows.Exists(h => h.HolidayFrom <= day && day <= h.HolidayTo))
                continue;
            var held = Held(day).ToList();
            if (held.Count > 0)
                days.Add(new DayLine(day, held.Count, held.Count(h => given.Exists(g => g.Day == day && g.Half == h.Hour.Half && g.ClassId == h.Lesson.ClassId && g.SubjectCode == h.Lesson.SubjectCode))));
        }

        var shown = days.Find(d => d.Day == query.Day) ?? days.Find(d => d.Covered < d.Hours) ?? days.FirstOrDefault();
        if (shown is null)
            return new CoverPlan(query.Id, leave.NameAr, leave.NameLatin, days, null, []);
        var taken = await free.On(user.PlacePath, year, grid, shown.Day, ct);
        var staff = await desk.Staff(today, ct);
        var keeping = given.Where(g => g.Day == shown.Day).ToList();
        var units = Held(shown.Day).GroupBy(h => (h.Lesson.ClassId, h.Lesson.SubjectCode, h.Hour.Half)).Select(g =>
        {
            var (lesson, by) = (g.First().Lesson, keeping.Find(k => k.ClassId == g.Key.ClassId && k.SubjectCode == g.Key.SubjectCode && k.Half == g.Key.Half));
            return new Unit(lesson.ClassId, lesson.ClassName, lesson.SubjectCode, lesson.SubjectAr, lesson.SubjectFr, g.Key.Half,
            [
                .. g.Select(h => h.Hour).Distinct().OrderBy(h => h.From).Select(hour => new FreeHour(hour.Code, hour.From, hour.To,
                [
                    // Who already keeps a class in that half day is not asked for another.
                    .. staff.Where(s => s.Employee != leave.EmployeeId && taken.IsFree(s.Employee, hour) && !keeping.Exists(k => k.EmployeeId == s.Employee && k.Half == hour.Half))
                        .Select(s => new FreeColleague(s.Employee, s.NameAr, s.NameLatin, taken.IsHere(s.Employee, hour.Half))).OrderByDescending(s => s.IsHere),
                ])),
            ], by?.NameAr, by?.NameLatin);
        });
        return new CoverPlan(query.Id, leave.NameAr, leave.NameLatin, days, shown.Day, [.. units.OrderBy(u => u.Hours[0].From)]);

        IEnumerable<(PlannedLesson Lesson, LessonHour Hour)> Held(DateOnly day) =>
            lessons.Where(l => l.Weekday == day.DayOfWeek && l.IsOn(day)).SelectMany(l => grid.Run(day.DayOfWeek, l.FirstHour, l.Hours) ?? [], (l, h) => (l, h));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var day = TypedDay.Read(command.Day)!.Value;
        var (id, half, employee) = (int.Parse(command.Class!, CultureInfo.InvariantCulture), Enum.Parse<HalfDay>(command.Half!), long.Parse(command.Employee!, CultureInfo.InvariantCulture));
        // The class's row goes first, as for every order about its calls: what is free is read after it.
        var schoolClass = await db.Classes.InSchoolsOf(user, db).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        var plan = await Handle(new Query(command.Id, day), ct);
        if (plan.IsRefused)
            return plan.Refusal!;
        if (schoolClass is null || plan.Value.Day != day || plan.Value.Units.FirstOrDefault(u => u.ClassId == id && u.Subject == command.Subject && u.Half == half) is not { } unit)
            return Refusal.NotFound;
        if (unit.ByAr is null && unit.Free.All(f => f.Employee != employee))
            return Refusal.Invalid("Employee", "leaves.cover.not-free");
        return await desk.Give(schoolClass, unit.Subject, day, [half], employee, ct);
    }
}
