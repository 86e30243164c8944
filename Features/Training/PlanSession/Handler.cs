using System.Globalization;
using FluentValidation;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.PlanSession;

/// <param name="Session">Null for a new one.</param>
/// <param name="Typed">Days that were refused, to propose others.</param>
public sealed record Query(long? Session, IReadOnlyList<string?> Typed) : IQuery<Sheet>;

/// <param name="Now">As it is planned; null for a new one.</param>
/// <param name="Free">Days that may be taken instead of those typed.</param>
/// <param name="Kept">What the calendar keeps in the months to come.</param>
public sealed record Sheet(
    long? Session, int Version, Planned? Now, IReadOnlyList<Choice> Subjects, IReadOnlyList<Choice> Grades, IReadOnlyList<IReadOnlyList<DateOnly>> Free, IReadOnlyList<KeptSpan> Kept);

public sealed record Planned(string ThemeAr, string ThemeFr, string? Subject, string? Cycle, string? Grade, string Venue, int FromMinute, int ToMinute, int Seats, string Trainer, IReadOnlyList<DateOnly> Days);

public sealed record Choice(string Code, string NameAr, string NameFr);

/// <summary>Answers the number of the session.</summary>
/// <param name="Days">As typed, up to five.</param>
public sealed record Command(
    long? Session, int Version, string? ThemeAr, string? ThemeFr, string? Subject, string? Cycle, string? Grade, string? Venue, string? From, string? To, string? Seats, string? Trainer, IReadOnlyList<string?> Days) : ICommand<long>
{
    public static readonly IReadOnlyList<string> Cycles = ["PRI", "COL", "QUA"];
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.ThemeAr).Must(t => BidiSafe.CleanOrNull(t) is not null).WithMessage("training.theme.needed");
        RuleFor(c => c.ThemeAr).MaximumLength(TrainingSession.ThemeLength).WithMessage("training.long").WithState(_ => new object[] { TrainingSession.ThemeLength });
        RuleFor(c => c.ThemeFr).MaximumLength(TrainingSession.ThemeLength).WithMessage("training.long").WithState(_ => new object[] { TrainingSession.ThemeLength });
        RuleFor(c => c.Cycle).Must(c => string.IsNullOrEmpty(c) || Command.Cycles.Contains(c)).WithMessage("training.cycle.choose");
        RuleFor(c => c.Venue).Must(t => BidiSafe.CleanOrNull(t) is not null).WithMessage("training.venue.needed");
        RuleFor(c => c.Venue).MaximumLength(TrainingSession.VenueLength).WithMessage("training.long").WithState(_ => new object[] { TrainingSession.VenueLength });
        RuleFor(c => c.Trainer).Must(t => BidiSafe.CleanOrNull(t) is not null).WithMessage("training.trainer.needed");
        RuleFor(c => c.Trainer).MaximumLength(TrainingSession.TrainerLength).WithMessage("training.long").WithState(_ => new object[] { TrainingSession.TrainerLength });
        RuleFor(c => c.From).Must(t => Minutes.Read(t) is not null).WithMessage("training.hour.needed");
        RuleFor(c => c.To).Must(t => Minutes.Read(t) is not null).WithMessage("training.hour.needed");
        RuleFor(c => c.To).Must((c, t) => Minutes.Read(t) is not { } to || Minutes.Read(c.From) is not { } from || from < to).WithMessage("training.hour.order");
        RuleFor(c => c.Seats).Must(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var seats) && seats is > 0 and <= TrainingSession.MostSeats).WithMessage("training.seats.needed").WithState(_ => new object[] { TrainingSession.MostSeats });
        RuleFor(c => c).Custom((command, context) =>
        {
            for (var i = 0; i < command.Days.Count; i++)
                if (i == 0 ? TypedDay.Read(command.Days[0]) is null : !TypedDay.IsEmptyOrDay(command.Days[i]))
                    context.AddFailure($"Day{i + 1}", "training.day.needed");
            if (command.Days.Count == 0)
                context.AddFailure("Day1", "training.day.needed");
        });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Sheet>, ICommandHandler<Command, long>
{
    private const int MonthsShown = 4;
    private const int MostShown = 10;

    public async Task<Outcome<Sheet>> Handle(Query query, CancellationToken ct)
    {
        var session = query.Session is { } id ? await db.TrainingSessions.HeldBy(user).Include(s => s.Days).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(s => s.Id == id, ct) : null;
        if (query.Session is not null && session is null)
            return Refusal.NotFound;
        var subjects = await db.SubjectPlans.Where(p => db.SchoolYears.Any(y => y.Id == p.SchoolYearId && y.IsCurrent)).GroupBy(p => p.SubjectCode).Select(g => new Choice(g.Key, g.Min(p => p.NameAr)!, g.Min(p => p.NameFr)!)).ToListAsync(ct);
        var grades = await db.StaffGrades.OrderBy(g => g.Code).Select(g => new Choice(g.Code, g.CadreAr + "، " + g.GradeAr, g.CadreFr + ", " + g.GradeFr)).ToListAsync(ct);
        var (calendar, today) = (await TrainingCalendar.Of(db, ct), MoroccanDay.Today(clock));
        var typed = query.Typed.Select(TypedDay.Read).OfType<DateOnly>().Distinct().Order().ToList();
        var free = typed.Exists(d => calendar.On(d) is not null) ? calendar.NextFree(typed[0] > today ? typed[0] : today.AddDays(1), typed.Count) : [];
        return new Sheet(query.Session, session?.Version ?? -1,
            session is null ? null : new Planned(session.ThemeAr, session.ThemeFr, session.SubjectCode, session.CycleCode, session.GradeCode, session.Venue, session.FromMinute, session.ToMinute, session.Seats, session.Trainer, [.. session.Days.Select(d => d.Day).Order()]),
            [.. subjects.OrderBy(s => s.NameFr, StringComparer.Ordinal)], grades, free, [.. calendar.Between(today, today.AddMonths(MonthsShown)).Take(MostShown)]);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        TrainingSession? session = null;
        if (command.Session is { } id)
        {
            session = await db.TrainingSessions.HeldBy(user).Where(s => s.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
            if (session is null)
                return Refusal.NotFound;
            if (session.Version != command.Version)
                return Refusal.Stale;
            if (session.State is not TrainingState.Planned)
                return Refusal.Conflict("training.plan.late").Next("training.plan.late.next");
            await db.Entry(session).Collection(s => s.Days).LoadAsync(ct);
        }
        else if (await db.Places.Where(p => p.Id == user.PlaceId).Select(p => p.Kind).SingleAsync(ct) is PlaceKind.School)
        {
            return Refusal.Conflict("training.not-office").Next("training.not-office.next");
        }

        var calendar = await TrainingCalendar.Of(db, ct);
        if (DaysOf(command, calendar, today, out var days) is { } kept)
            return kept;
        var (subject, grade) = (Code(command.Subject), Code(command.Grade));
        if (subject is not null && !await db.SubjectPlans.AnyAsync(p => p.SubjectCode == subject, ct))
            return Refusal.Invalid(nameof(command.Subject), "training.subject.choose");
        if (grade is not null && !await db.StaffGrades.AnyAsync(g => g.Code == grade, ct))
            return Refusal.Invalid(nameof(command.Grade), "training.grade.choose");
        var (trainer, trainerId) = (BidiSafe.Clean(command.Trainer), (long?)null);
        if (Employee.IsPpr(trainer))
        {
            var found = await db.Employees.InReachOf(user).Where(e => e.Ppr == trainer).Select(e => new { e.Id, NameAr = e.LastNameAr + " " + e.FirstNameAr }).SingleOrDefaultAsync(ct);
            if (found is null)
                return Refusal.Invalid(nameof(command.Trainer), "training.trainer.unknown");
            (trainer, trainerId) = (found.NameAr, found.Id);
        }
        else if (session is not null && session.Trainer == trainer)
        {
            trainerId = session.TrainerId;
        }

        var theme = BidiSafe.Clean(command.ThemeAr);
        var seats = int.Parse(command.Seats!, CultureInfo.InvariantCulture);
        if (session is not null && await db.TrainingSeats.CountAsync(t => t.SessionId == session.Id && t.State == SeatState.Chosen, ct) is var taken && taken > seats)
            return Refusal.Invalid(nameof(command.Seats), "training.seats.taken", taken);
        if (trainerId is { } giver && session is not null && await db.TrainingSeats.AnyAsync(t => t.SessionId == session.Id && t.EmployeeId == giver, ct))
            return Refusal.Invalid(nameof(command.Trainer), "training.trainer.seated");
        session ??= db.TrainingSessions.Add(new TrainingSession
        {
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            SchoolYearId = 0,
            ThemeAr = theme,
            ThemeFr = theme,
            ThemeKey = "",
            Venue = "",
            FromMinute = 0,
            ToMinute = 0,
            Seats = seats,
            Trainer = trainer,
            StartsOn = days[0],
            EndsOn = days[^1],
            PlannedByAccountId = user.AccountId,
            PlannedAt = clock.GetUtcNow().UtcDateTime,
        }).Entity;
        (session.ThemeAr, session.ThemeFr, session.ThemeKey, session.Venue) = (theme, BidiSafe.CleanOrNull(command.ThemeFr) ?? theme, TrainingSession.KeyOf(theme), BidiSafe.Clean(command.Venue));
        (session.SubjectCode, session.CycleCode, session.GradeCode) = (subject, Code(command.Cycle), grade);
        (session.FromMinute, session.ToMinute, session.Seats) = (Minutes.Read(command.From)!.Value, Minutes.Read(command.To)!.Value, seats);
        (session.Trainer, session.TrainerId, session.SchoolYearId) = (trainer, trainerId, ReferenceFiles.YearOf(days[0]));
        (session.StartsOn, session.EndsOn) = (days[0], days[^1]);
        session.Days.RemoveAll(d => !days.Contains(d.Day));
        session.Days.AddRange(days.Where(d => session.Days.TrueForAll(known => known.Day != d)).Select(d => new TrainingDay { Day = d }).ToList());
        await db.SaveChangesAsync(ct);
        return session.Id;
    }

    // The plan avoids the weeks of exams and of the entry: the line of the calendar is named, and free days are proposed.
    private static Refusal? DaysOf(Command command, TrainingCalendar calendar, DateOnly today, out List<DateOnly> days)
    {
        days = [.. command.Days.Select(TypedDay.Read).OfType<DateOnly>().Distinct().Order()];
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < command.Days.Count; i++)
            if (TypedDay.Read(command.Days[i]) is { } day)
            {
                if (day <= today)
                    wrong[$"Day{i + 1}"] = new Said("training.day.past");
                else if (calendar.On(day) is { } kept)
                    wrong[$"Day{i + 1}"] = TrainingCalendar.Refused(kept, day);
            }

        if (wrong.Count == 0)
            return null;
        var free = calendar.NextFree(days[0] > today ? days[0] : today.AddDays(1), days.Count);
        var refusal = Refusal.Invalid(wrong);
        return free.Count == 0 ? refusal : refusal.Next("training.next-free", string.Join(" · ", free[0].Select(Formats.ShortDate)));
    }

    private static string? Code(string? typed) => string.IsNullOrEmpty(typed) ? null : typed;
}
