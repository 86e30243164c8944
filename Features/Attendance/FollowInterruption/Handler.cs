using System.Globalization;
using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.FollowInterruption;

public sealed record Query(int Page) : IQuery<StayingAway>;

/// <summary>Pupils who stay away, the undecided first, then those flagged as interrupted.</summary>
/// <param name="Days">School days in a row that open a proposal, as the reference data have it.</param>
public sealed record StayingAway(DateOnly Today, int Days, int Page, int Pages, IReadOnlyList<Line> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Letter">The summons.</param>
/// <param name="CanConfirm">The summons was handed over and its day has come.</param>
public sealed record Line(
    long Id, long PupilId, string NameAr, string NameLatin, string ClassName, DateOnly Since, int Days, InterruptionState State, DateTime? MeetingAt, long? Letter, DateOnly? HandedOn, DateOnly? StruckOn, bool CanConfirm);

/// <param name="Act"><see cref="Convene"/>, <see cref="Back"/> or <see cref="Confirm"/>.</param>
public sealed record Command(long Id, string? Act, string? MeetingOn, string? MeetingTime, string? Note) : ICommand
{
    public const string Convene = "convene";
    public const string Back = "back";
    public const string Confirm = "confirm";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Act).Must(a => a is Command.Convene or Command.Back or Command.Confirm).WithMessage("attendance.interruption.act.needed");
        RuleFor(c => c.MeetingOn).Must(d => TypedDay.Read(d) is not null).When(c => c.Act == Command.Convene).WithMessage("attendance.interruption.meeting-on.wrong");
        RuleFor(c => c.MeetingTime).Must(t => TimeOnly.TryParseExact(t, "HH:mm", out _)).When(c => c.Act == Command.Convene).WithMessage("attendance.interruption.meeting-time.wrong");
        RuleFor(c => c.Note).Must(n => BidiSafe.CleanLines(n).Length is > 0 and <= Interruption.NoteLength).When(c => c.Act is Command.Back or Command.Confirm).WithMessage("attendance.interruption.note.needed");
    }
}

public sealed class Handler(MassarDb db, LetterDesk desk, Facts facts, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, StayingAway>, ICommandHandler<Command>
{
    private const int PageSize = 20;
    private const int FarthestMeeting = 30;

    public async Task<Outcome<StayingAway>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (page, today) = (Math.Clamp(request.Page, 1, 10_000), MoroccanDay.Today(clock));
        var shown = db.Interruptions.InSchoolsOf(user, db).Where(i => i.State != InterruptionState.Back && db.SchoolYears.Any(y => y.Id == i.SchoolYearId && y.IsCurrent));
        var total = await shown.CountAsync(cancellationToken);
        var rules = await AttendanceRules.Current(db, cancellationToken);
        var rows = await (
            from i in shown
            join p in db.Pupils on i.PupilId equals p.Id
            join c in db.Classes on i.ClassId equals c.Id
            join l in db.AbsenceLetters on (long?)i.Id equals l.InterruptionId into letters
            from l in letters.DefaultIfEmpty()
            orderby i.State, i.OpenedAt descending, i.Id descending
            select new { i.Id, i.PupilId, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, c.Name, i.Since, i.Days, i.State, i.MeetingAt, Letter = (long?)l.Id, l.HandedOn, i.StruckOn })
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new StayingAway(today, rules.InterruptionDays, page, (total + PageSize - 1) / PageSize,
        [
            .. rows.Select(r => new Line(r.Id, r.PupilId, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.Name, r.Since, r.Days, r.State, r.MeetingAt, r.Letter, r.HandedOn, r.StruckOn,
                r.State == InterruptionState.Convened && r.HandedOn is not null && DateOnly.FromDateTime(r.MeetingAt!.Value) <= today)),
        ]);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var interruption = await db.Interruptions.InSchoolsOf(user, db).Where(i => i.Id == request.Id).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (interruption is null) return Refusal.NotFound;
        var (today, now) = (MoroccanDay.Today(clock), clock.GetUtcNow().UtcDateTime);
        return request.Act switch
        {
            Command.Convene => await Summon(interruption, request, today, cancellationToken),
            // What the head confirmed, the head alone takes back.
            Command.Back when interruption.State == InterruptionState.Interrupted && !user.Has(Permissions.Interrupt) => Refusal.Forbidden,
            Command.Back => await TakeBack(interruption, Note(), now, cancellationToken),
            Command.Confirm when !user.Has(Permissions.Interrupt) => Refusal.Forbidden,
            _ => await Save(interruption.Confirm(await Handed(interruption.Id, cancellationToken), Note(), user.AccountId, now, today), new PupilInterrupted(interruption.SchoolId, interruption.SchoolYearId, interruption.PupilId, today), cancellationToken),
        };

        string Note() => BidiSafe.CleanLines(request.Note);
    }

    private async Task<Outcome<Done>> Summon(Interruption interruption, Command request, DateOnly today, CancellationToken ct)
    {
        var day = TypedDay.Read(request.MeetingOn)!.Value;
        if (day <= today || day > today.AddDays(FarthestMeeting) || day.DayOfWeek == DayOfWeek.Sunday) return Refusal.Invalid("MeetingOn", "attendance.interruption.meeting-on.wrong");
        if (interruption.Convene(day.ToDateTime(TimeOnly.ParseExact(request.MeetingTime!, "HH:mm", CultureInfo.InvariantCulture))) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        var letter = await desk.Summons(interruption, user.AccountId, ct);
        return letter.IsRefused ? letter.Refusal! : Done.It;
    }

    private Task<DateOnly?> Handed(long interruption, CancellationToken ct) => db.AbsenceLetters.Where(l => l.InterruptionId == interruption).Select(l => l.HandedOn).SingleOrDefaultAsync(ct);

    private async Task<Outcome<Done>> TakeBack(Interruption interruption, string note, DateTime now, CancellationToken ct)
    {
        if (interruption.State != InterruptionState.Interrupted) return await Save(interruption.Return(note, user.AccountId, now), null, ct);
        // Meanwhile another school may have taken the pupil: counted once. The row is held as there.
        var (pupil, year) = (interruption.PupilId, interruption.SchoolYearId);
        _ = await db.Pupils.Where(p => p.Id == pupil).Select(p => p.Id).ForUpdate().SingleAsync(ct);
        if (await db.Enrollments.AnyAsync(e => e.PupilId == pupil && e.SchoolYearId == year && e.State == EnrollmentState.Active, ct))
            return Refusal.Conflict("attendance.interruption.elsewhere").Next("attendance.interruption.elsewhere.next");
        return await Save(interruption.Return(note, user.AccountId, now), new PupilReturned(interruption.SchoolId, year, pupil), ct);
    }

    private async Task<Outcome<Done>> Save(Refusal? refusal, IFact? told, CancellationToken ct)
    {
        if (refusal is not null) return refusal;
        await db.SaveChangesAsync(ct);
        if (told is not null)
        {
            await facts.Tell(told, ct);
            await db.SaveChangesAsync(ct);
        }

        return Done.It;
    }
}
