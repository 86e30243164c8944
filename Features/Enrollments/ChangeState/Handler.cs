using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.ChangeState;

public sealed record Query(long Id) : IQuery<Situation>;

/// <param name="MostDays">Longest suspension.</param>
public sealed record Situation(
    long Enrollment, int Version, string Code, string NameAr, string NameLatin, EnrollmentState State, DateOnly EnteredOn, DateOnly? LeftOn, DateOnly? SuspendedFrom, DateOnly? SuspendedUntil, string? Note, int? ClassId, DateOnly Today, int MostDays) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;

    /// <summary>A suspension that lasts, or is to come.</summary>
    public bool IsSuspended => SuspendedUntil >= Today;

    public bool MayBeFound => State is EnrollmentState.Expected or EnrollmentState.NotJoined or EnrollmentState.Left or EnrollmentState.Interrupted;

    /// <summary>By the school that wrote it down; a line that was closed along with it has no note.</summary>
    public bool MayBeTakenBack => State is EnrollmentState.Deceased or EnrollmentState.FoundElsewhere && Note is not null;
}

/// <param name="Do"><see cref="Suspend"/>, <see cref="Resume"/>, <see cref="Elsewhere"/>, <see cref="Died"/> or <see cref="TakenBack"/>.</param>
/// <param name="Why">Why it is taken back.</param>
public sealed record Command(long Id, string? Do, string? From, string? Until, string? Where, string? On, string? Paper, string? Sure, string? Version, string? Why = null) : ICommand
{
    public const string Suspend = "suspend";
    public const string Resume = "resume";
    public const string Elsewhere = "elsewhere";
    public const string Died = "died";
    public const string TakenBack = "taken-back";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Do).Must(d => d is Command.Suspend or Command.Resume or Command.Elsewhere or Command.Died or Command.TakenBack).WithMessage("ui.bad-request");
        RuleFor(c => c.From).Must(d => TypedDay.Read(d) is not null).When(c => c.Do == Command.Suspend).WithMessage("enrollments.state.days");
        RuleFor(c => c.Until).Must((c, d) => TypedDay.Read(d) is { } until && (TypedDay.Read(c.From) is not { } from || until >= from)).When(c => c.Do == Command.Suspend).WithMessage("enrollments.state.days");
        RuleFor(c => c.Where).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == Command.Elsewhere).WithMessage("enrollments.state.where.needed");
        RuleFor(c => c.Where).Must(w => BidiSafe.CleanLines(w).Length <= Enrollment.NoteLength).WithMessage("enrollments.state.note.long").WithState(_ => new object[] { Enrollment.NoteLength });
        RuleFor(c => c.On).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).When(c => c.Do == Command.Died).WithMessage("enrollments.state.on.past");
        RuleFor(c => c.Paper).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == Command.Died).WithMessage("enrollments.state.paper.needed");
        RuleFor(c => c.Paper).Must(w => BidiSafe.CleanLines(w).Length <= Enrollment.NoteLength).WithMessage("enrollments.state.note.long").WithState(_ => new object[] { Enrollment.NoteLength });
        RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == Command.TakenBack).WithMessage("enrollments.reason-needed");
        RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length <= Enrollment.NoteLength).WithMessage("enrollments.state.note.long").WithState(_ => new object[] { Enrollment.NoteLength });
        RuleFor(c => c.Sure).Equal("yes").When(c => c.Do == Command.Died).WithMessage("enrollments.state.sure.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Situation>, ICommandHandler<Command>
{
    public async Task<Outcome<Situation>> Handle(Query request, CancellationToken cancellationToken)
    {
        var found = await Here().Where(e => e.Id == request.Id).Join(db.Pupils, e => e.PupilId, p => p.Id, (e, p) => new { Line = e, p.MassarCode, NameAr = p.LastNameAr + " " + p.FirstNameAr, NameLatin = p.LastNameLatin + " " + p.FirstNameLatin }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null) return Refusal.NotFound;
        var line = found.Line;
        return new Situation(line.Id, line.Version, found.MassarCode, found.NameAr, found.NameLatin, line.State, line.EnteredOn, line.LeftOn, line.SuspendedFrom, line.SuspendedUntil, line.StateNote, line.ClassId, MoroccanDay.Today(clock), await MostDays(cancellationToken));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var id = command.Id;
        if (await Here().Where(e => e.Id == id).Select(e => (long?)e.PupilId).SingleOrDefaultAsync(cancellationToken) is not { } pupil) return Refusal.NotFound;
        // Nobody decides about a child of the own family; the try is written down.
        var kin = await Kinship.WithSelf(db, user.EmployeeId, cancellationToken);
        if (await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == pupil, cancellationToken)
            || await db.Guardianships.AnyAsync(g => g.PupilId == pupil && db.Guardians.Any(p => p.Id == g.GuardianId && p.Cin != null && db.Employees.Any(e => kin.Contains(e.Id) && e.Cin == p.Cin)), cancellationToken))
            return Refusal.Conflict("enrollments.state.own").Next("enrollments.state.own.next").Recorded();

        if (command.Do == Command.Died && !user.HasSteppedUp(clock)) return Refusal.StepUp;
        // The pupil's row first, as everybody does who changes where a pupil sits.
        _ = await db.Pupils.Where(p => p.Id == pupil).Select(p => p.Id).ForUpdate().SingleAsync(cancellationToken);
        var line = await Here().Where(e => e.Id == id).ForUpdate().SingleAsync(cancellationToken);
        if (line.Version != TypedVersion.Read(command.Version)) return Refusal.Stale;
        var today = MoroccanDay.Today(clock);
        var refusal = command.Do switch
        {
            Command.Suspend => await Suspend(line, TypedDay.Read(command.From)!.Value, TypedDay.Read(command.Until)!.Value, today, cancellationToken),
            Command.Resume => Resume(line, today),
            Command.Elsewhere => await Found(line, BidiSafe.CleanLines(command.Where), today, cancellationToken),
            Command.TakenBack => await TakeBack(line, BidiSafe.CleanLines(command.Why), cancellationToken),
            _ => await Bury(line, TypedDay.Read(command.On)!.Value, BidiSafe.CleanLines(command.Paper), cancellationToken),
        };
        if (refusal is not null) return refusal;
        await db.SaveChangesAsync(cancellationToken);
        if (command.Do == Command.Died)
            await facts.Tell(new PupilDied(pupil), cancellationToken);
        else if (command.Do == Command.TakenBack)
            await facts.Tell(new StateTakenBack(pupil, id), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private async Task<Refusal?> Suspend(Enrollment line, DateOnly from, DateOnly until, DateOnly today, CancellationToken ct)
    {
        if (line.State != EnrollmentState.Active || line.SuspendedUntil >= today) return NotNow;
        if (from < today) return Refusal.Invalid("From", "enrollments.state.not-past");
        var most = await MostDays(ct);
        if (until.DayNumber - from.DayNumber + 1 > most) return Refusal.Invalid("Until", "enrollments.state.too-long", most);
        (line.SuspendedFrom, line.SuspendedUntil) = (from, until);
        return null;
    }

    private static Refusal? Resume(Enrollment line, DateOnly today)
    {
        if (line.SuspendedUntil is null || line.SuspendedUntil < today) return NotNow;
        // Days that are over stay what they were.
        if (line.SuspendedFrom < today)
            line.SuspendedUntil = today.AddDays(-1);
        else
            (line.SuspendedFrom, line.SuspendedUntil) = (null, null);
        return null;
    }

    private async Task<Refusal?> Found(Enrollment line, string where, DateOnly today, CancellationToken ct)
    {
        if (line.State is not (EnrollmentState.Expected or EnrollmentState.NotJoined or EnrollmentState.Left or EnrollmentState.Interrupted)) return NotNow;
        if (await SitsElsewhere(line, ct)) return Elsewhere;
        line.End(EnrollmentState.FoundElsewhere, today, where);
        return null;
    }

    private async Task<Refusal?> Bury(Enrollment line, DateOnly day, string paper, CancellationToken ct)
    {
        if (line.State is EnrollmentState.Deceased) return NotNow;
        if (await SitsElsewhere(line, ct)) return Elsewhere;
        var (pupil, year, own) = (line.PupilId, line.SchoolYearId, line.Id);
        // A child awaited elsewhere, or next year, is awaited nowhere.
        foreach (var other in await db.Enrollments.Where(e => e.PupilId == pupil && e.Id != own && e.SchoolYearId >= year && e.State == EnrollmentState.Expected).OrderBy(e => e.Id).ForUpdate().ToListAsync(ct))
            other.End(EnrollmentState.Deceased, day, null);
        line.End(EnrollmentState.Deceased, day, paper);
        return null;
    }

    private async Task<Refusal?> TakeBack(Enrollment line, string why, CancellationToken ct)
    {
        if (line.State is not (EnrollmentState.Deceased or EnrollmentState.FoundElsewhere) || line.StateNote is null) return NotNow;
        var (pupil, year, own, wasDead) = (line.PupilId, line.SchoolYearId, line.Id, line.State == EnrollmentState.Deceased);
        if (await db.Enrollments.AnyAsync(e => e.PupilId == pupil && e.Id != own && e.SchoolYearId == year && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Interrupted), ct)) return Elsewhere;
        line.TakeBack(await Former(line, ct), why);
        if (!wasDead) return null;
        foreach (var other in await db.Enrollments.Where(e => e.PupilId == pupil && e.Id != own && e.SchoolYearId >= year && e.State == EnrollmentState.Deceased && e.StateNote == null).OrderBy(e => e.Id).ForUpdate().ToListAsync(ct))
            other.TakeBack(EnrollmentState.Expected, null);
        return null;
    }

    /// <summary>What the line was before: who never came has no day of leaving, and who was said to stay away left on the day of that word.</summary>
    private async Task<EnrollmentState> Former(Enrollment line, CancellationToken ct)
    {
        if (line.LeftOn is not { } left) return EnrollmentState.Expected;
        var (id, pupil, school, year) = (line.Id, line.PupilId, line.SchoolId, line.SchoolYearId);
        if (await db.RollOverLines.Where(l => l.EnrollmentId == id && l.IsDone && l.FormerState != null).Select(l => (YearEnd?)l.End).FirstOrDefaultAsync(ct) is { } end)
            return end == YearEnd.Graduated ? EnrollmentState.Graduated : EnrollmentState.Left;
        if (await db.Interruptions.AnyAsync(i => i.PupilId == pupil && i.SchoolId == school && i.SchoolYearId == year && i.StruckOn == left, ct)) return EnrollmentState.Interrupted;
        return line.State == EnrollmentState.FoundElsewhere || await db.Transfers.AnyAsync(t => t.EnrollmentId == id && (t.State == TransferState.Done || t.State == TransferState.OutOfSchool), ct) ? EnrollmentState.Left : EnrollmentState.Active;
    }

    // Who let the pupil go says nothing about a child another line has now.
    private Task<bool> SitsElsewhere(Enrollment line, CancellationToken ct)
    {
        var (pupil, year, own, school, entered, isLeft) = (line.PupilId, line.SchoolYearId, line.Id, line.SchoolId, line.EnteredOn, line.State == EnrollmentState.Left);
        return db.Enrollments.AnyAsync(e => e.PupilId == pupil && e.Id != own && e.SchoolYearId == year && (e.State == EnrollmentState.Active || (isLeft && e.SchoolId != school && e.EnteredOn > entered)), ct);
    }

    private static Refusal Elsewhere => Refusal.Conflict("enrollments.state.sits-elsewhere").Next("enrollments.state.sits-elsewhere.next");

    private static Refusal NotNow => Refusal.Conflict("enrollments.state.not-now").Next("enrollments.state.not-now.next");

    private async Task<int> MostDays(CancellationToken ct) => (await YearFigures.Current(db, "enrollments.", ct)).Number("suspend-days", 8, 1, 60);

    private IQueryable<Enrollment> Here() => db.Enrollments.At(user).OfLivingFiles(db).Where(e => db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent));
}
