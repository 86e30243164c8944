using System.Globalization;
using FluentValidation;
using Massar.Features.Schools.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes.EnterDay;

/// <param name="Day">As typed; nobody is listed before it is known.</param>
/// <param name="School">Code as typed, by who enters for several schools.</param>
public sealed record Query(string? Day, string? School) : IQuery<Entry>;

/// <summary>The school's staff of the day.</summary>
/// <param name="AsksSchool">The reader enters for several schools.</param>
/// <param name="Wrong">Why nobody can be entered on that day, or what is typed wrongly.</param>
public sealed record Entry(string? Day, string? School, bool AsksSchool, DateOnly Today, int ReplyDays, SchoolNamed? Of, Refusal? Wrong, IReadOnlyList<StaffOfDay> Staff) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Staff.Count;

    public int Entered => Staff.Count(s => s.Excuse is Excuse.Entered);
}

/// <summary>The school the list is of.</summary>
public sealed record SchoolNamed(string NameAr, string NameFr);

/// <param name="Entered">How many were entered when the list was read.</param>
public sealed record Command(string? Day, string? School, long[] Absent, string? Entered) : ICommand<EnteredDay>;

public sealed record EnteredDay(long Id, int Count);

public sealed class Validator : AbstractValidator<Command>
{
    private const int Most = 400;

    public Validator()
    {
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).WithMessage("strikes.day.needed");
        RuleFor(c => c.Absent).Must(a => a.Length is > 0 and <= Most).WithMessage("strikes.absent.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, StrikeDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, EnteredDay>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (today, figures) = (MoroccanDay.Today(clock), await StrikeFigures.Current(db, ct));
        var entry = new Entry(query.Day, query.School, AsksSchool, today, figures.ReplyDays, null, null, []);
        if (string.IsNullOrEmpty(query.Day))
            return entry;
        if (TypedDay.Read(query.Day) is not { } day)
            return entry with { Wrong = Refusal.Invalid("Day", "strikes.day.needed") };
        if (await School(query.School, ct) is not { } school)
            return entry with { Wrong = Refusal.Invalid("School", "strikes.school.needed") };
        entry = entry with { Of = new SchoolNamed(school.NameAr, school.NameFr) };
        if (await Against(day, today, figures, ct) is { } wrong)
            return entry with { Wrong = wrong };
        return entry with { Staff = await desk.Staff(school, day, await desk.Own(ct), ct) };
    }

    public async Task<Outcome<EnteredDay>> Handle(Command command, CancellationToken ct)
    {
        var (now, day) = (clock.GetUtcNow().UtcDateTime, TypedDay.Read(command.Day)!.Value);
        var (today, figures) = (MoroccanDay.Of(now), await StrikeFigures.Current(db, ct));
        if (await School(command.School, ct) is not { } school)
            return Refusal.Invalid("School", "strikes.school.needed");
        if (await Against(day, today, figures, ct) is { } wrong)
            return wrong;

        // School and people are held until the end: of two lists entered at once the second finds what the first did.
        await db.Places.Where(p => p.Id == school.Id).Select(p => p.Id).ForUpdate().SingleAsync(ct);
        List<long> absent = [.. command.Absent.Distinct()];
        _ = await db.Employees.Where(e => absent.Contains(e.Id)).OrderBy(e => e.Id).Select(e => e.Id).ForUpdate().ToListAsync(ct);
        var staff = await desk.Staff(school, day, await desk.Own(ct), ct);
        var entered = staff.Count(s => s.Excuse is Excuse.Entered);
        if (command.Entered is { Length: > 0 } read && read != entered.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;
        List<StaffOfDay> people = [.. staff.Where(s => absent.Contains(s.Id))];
        if (people.Count < absent.Count)
            return Refusal.NotFound;
        if (people.Exists(p => p.IsOwn))
            return StrikeAbsence.Own;
        if (people.Find(p => p.Excuse is not Excuse.None) is { } excused)
            return Refusal.Conflict($"strikes.excused.{excused.Excuse}", excused.NameAr, excused.NameLatin).Next("strikes.excused.next");

        var list = await db.StrikeDays.SingleOrDefaultAsync(d => d.PlaceId == school.Id && d.Day == day, ct);
        if (list is null)
            db.StrikeDays.Add(list = new StrikeDay { PlaceId = school.Id, PlacePath = school.Path, Day = day, EnteredAt = now, EnteredByAccountId = user.AccountId });
        list.Expected = staff.Count(s => s.Excuse is Excuse.None or Excuse.Entered);
        await db.SaveChangesAsync(ct);
        List<StrikeAbsence> lines = [.. people.Select(p => new StrikeAbsence
        {
            StrikeDayId = list.Id,
            EmployeeId = p.Id,
            PlaceId = school.Id,
            PlacePath = school.Path,
            Day = day,
            HoursDue = p.Hours,
            EnteredAt = now,
            ReplyDueOn = today.AddDays(figures.ReplyDays),
        })];
        db.StrikeAbsences.AddRange(lines);
        await db.SaveChangesAsync(ct);
        foreach (var line in lines)
            await facts.Tell(new StrikeStepped(line.Id, "told", line.EmployeeId, line.PlaceId, day, line.ReplyDueOn, line.Version), ct);
        await db.SaveChangesAsync(ct);
        return new EnteredDay(list.Id, lines.Count);
    }

    private bool AsksSchool => Tree.KindAt(user.PlacePath) is not PlaceKind.School;

    private async Task<Place?> School(string? typed, CancellationToken ct)
    {
        var path = user.PlacePath;
        var schools = db.Schools.Open().Where(s => s.Place.Path.StartsWith(path));
        if (!AsksSchool)
            return await schools.Where(s => s.Id == user.PlaceId).Select(s => s.Place).AsNoTracking().SingleOrDefaultAsync(ct);
        if (GresaCode.Read(typed) is not { } read)
            return null;
        var code = read.ToString();
        return await schools.Where(s => s.GresaCode == code).Select(s => s.Place).AsNoTracking().SingleOrDefaultAsync(ct);
    }

    private async Task<Refusal?> Against(DateOnly day, DateOnly today, StrikeFigures figures, CancellationToken ct) =>
        day > today ? Refusal.Invalid("Day", "strikes.day.future")
        : day < today.AddDays(-figures.BackDays) ? Refusal.Invalid("Day", "strikes.day.old", figures.BackDays)
        : await desk.Closed(day, ct);
}
