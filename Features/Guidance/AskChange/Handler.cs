using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.AskChange;

public sealed record Query(long Pupil) : IQuery<ChildChange>;

/// <param name="OpensOn">First day of the session; null where none is planned.</param>
/// <param name="Choices">Streams the present one may be left for, at schools of the directorate with free seats; none while nothing can be asked.</param>
/// <param name="Requests">The newest first.</param>
public sealed record ChildChange(
    long Pupil, string NameAr, string NameLatin, string SchoolAr, string SchoolFr, string LevelAr, string LevelFr, string StreamAr, string StreamFr, DateOnly? OpensOn, DateOnly? ClosesOn, bool IsOpen, DateOnly Today,
    IReadOnlyList<Choice> Choices, IReadOnlyList<Asked> Requests) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;

    /// <summary>The hour at which results are read, where it is still to come.</summary>
    public DateTime? ResultsAt { get; init; }

    public bool HasLive => Requests.Any(r => r.IsNow && ReorientationStates.Of(r.State).IsLive);
}

/// <param name="Left">Seats nobody has.</param>
/// <param name="Former">The lowest average admitted there by last year's guidance; null where nobody knows.</param>
public sealed record Choice(string Key, string SchoolAr, string SchoolFr, string StreamAr, string StreamFr, int Left, decimal? Former);

/// <param name="Reason">As typed; null where another person asked.</param>
/// <param name="Decision">What the commission says of its decision.</param>
public sealed record Asked(
    long Id, int Version, string Number, ReorientationState State, DateTime AskedAt, bool IsMine, string? Reason, string ToAr, string ToFr, string ToSchoolAr, string ToSchoolFr,
    bool? IsFavorable, string? OpinionReason, string? Note, string? RefusalAr, string? RefusalFr, string? Decision, DateTime? DecidedAt, DateOnly? PlacedOn)
{
    /// <summary>Of this year's session: an older one blocks nothing.</summary>
    public bool IsNow { get; init; }

    public bool MayWithdraw => IsNow && State.MayBecome(ReorientationState.Withdrawn);
}

/// <summary>Answers the number of the request.</summary>
public sealed record Command(long Pupil, string? To, string? Reason) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.To).Must(t => Wishes.Read(t) is not null).WithMessage("guidance.change.to.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("guidance.decide.reason-needed");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= Reorientation.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { Reorientation.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, ChildChange>, ICommandHandler<Command, long>
{
    private const int MostChoices = 300;
    private const int MostRequests = 10;

    public async Task<Outcome<ChildChange>> Handle(Query query, CancellationToken ct)
    {
        var (pupil, today, account) = (query.Pupil, MoroccanDay.Today(clock), user.AccountId);
        if (await Find(pupil, today, ct) is not { } found) return Refusal.NotFound;
        var rows = await (
            from r in db.Reorientations
            where r.PupilId == pupil
            join there in db.Places on r.ToSchoolId equals there.Id
            join to in db.StudyStreams on r.ToStream equals to.Code
            join n in db.Nomenclatures.Where(n => n.List == Reorientation.Refusals) on r.RefusalCode equals n.Code into codes
            from n in codes.DefaultIfEmpty()
            orderby r.AskedAt descending, r.Id descending
            select new { Request = r, ToAr = to.NameAr, ToFr = to.NameFr, SchoolAr = there.NameAr, SchoolFr = there.NameFr, CodeAr = n.NameAr, CodeFr = n.NameFr }).AsNoTracking().Take(MostRequests).ToListAsync(ct);
        var requests = rows.ConvertAll(r => new Asked(
            r.Request.Id, r.Request.Version, r.Request.Number, r.Request.State, r.Request.AskedAt, r.Request.AskedByAccountId == account, r.Request.AskedByAccountId == account ? r.Request.Reason : null, r.ToAr, r.ToFr, r.SchoolAr, r.SchoolFr,
            r.Request.IsFavorable, r.Request.OpinionReason, r.Request.Note, r.CodeAr, r.CodeFr, r.Request.DecisionReason, r.Request.DecidedAt, r.Request.PlacedOn)
        { IsNow = r.Request.WindowId == found.Window?.Id });
        var isOpen = found.Window?.TakesRequests(today) == true;
        var page = new ChildChange(pupil, found.NameAr, found.NameLatin, found.SchoolAr, found.SchoolFr, found.LevelAr, found.LevelFr, found.StreamAr, found.StreamFr, found.Window?.OpensOn, found.Window?.ClosesOn, isOpen, today, [], requests)
        { ResultsAt = found.Window?.PublishAt is { } at && at > clock.GetUtcNow().UtcDateTime ? at : null };
        return isOpen && !page.HasLive ? page with { Choices = await Choices(found.Window!, found.Level, found.Stream, ct) } : page;
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var (pupil, now) = (command.Pupil, clock.GetUtcNow().UtcDateTime);
        var today = MoroccanDay.Of(now);
        // The pupil's line is held: two parents send one request between them, and a transfer waits.
        var held = await db.Pupils.AskedForBy(user, db, today).Where(p => p.Id == pupil).Select(p => p.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (held == 0 || await Find(pupil, today, ct) is not { } found) return Refusal.NotFound;
        if (found.Window is not { } window) return Refusal.Conflict("guidance.window.none").Next("guidance.window.none.next");
        if (window.RefusesRequests(today) is { } shut) return shut;
        // What last year left open is over with its year.
        if (await db.Reorientations.Where(r => r.LiveKey == pupil && r.WindowId != window.Id).ForUpdate().SingleOrDefaultAsync(ct) is { } former && await db.ReorientationWindows.AnyAsync(w => w.Id == former.WindowId && w.SchoolYearId < window.SchoolYearId, ct))
        {
            _ = former.Lapse();
            await desk.Drop(former, ct);
            await db.SaveChangesAsync(ct);
        }

        if (await db.Reorientations.AnyAsync(r => r.LiveKey == pupil, ct)) return Refusal.Conflict("guidance.change.already").Next("guidance.change.already.next");
        if (await db.Transfers.AnyAsync(t => t.LiveKey == pupil, ct)) return Refusal.Conflict("guidance.change.moving").Next("guidance.change.moving.next");
        if ((await Choices(window, found.Level, found.Stream, ct)).All(c => c.Key != command.To)) return Refusal.Invalid(nameof(command.To), "guidance.change.to.gone");
        var to = Wishes.Read(command.To)!.Value;
        var request = new Reorientation
        {
            WindowId = window.Id,
            PupilId = pupil,
            EnrollmentId = found.Enrollment,
            SchoolId = found.School,
            LevelCode = found.Level,
            FromStream = found.Stream,
            ToSchoolId = to.School,
            ToStream = to.Stream,
            Reason = BidiSafe.CleanLines(command.Reason),
            AskedAt = now,
            AskedByAccountId = user.AccountId,
        };
        request.Ask();
        db.Reorientations.Add(request);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ReorientationStepped(request.Id, pupil, request.SchoolId, request.State, request.Version), ct);
        await db.SaveChangesAsync(ct);
        return request.Id;
    }

    private Task<Found?> Find(long pupil, DateOnly today, CancellationToken ct) => (
        from c in db.Pupils.AskedForBy(user, db, today).Where(p => p.Id == pupil).InStream(db)
        join school in db.Places on c.Enrollment.SchoolId equals school.Id
        join level in db.Levels on c.Enrollment.LevelCode equals level.Code
        join stream in db.StudyStreams on c.Enrollment.StreamCode equals stream.Code
        orderby c.Enrollment.Id descending
        select new Found(c.Window, c.Enrollment.Id, c.Enrollment.SchoolId, c.Enrollment.LevelCode, c.Enrollment.StreamCode, c.Pupil.LastNameAr + " " + c.Pupil.FirstNameAr, c.Pupil.LastNameLatin + " " + c.Pupil.FirstNameLatin,
            school.NameAr, school.NameFr, level.NameAr, level.NameFr, stream.NameAr, stream.NameFr)).AsNoTracking().FirstOrDefaultAsync(ct);

    // What the guidance into this year ended with is what last year's pupils were admitted by.
    private async Task<IReadOnlyList<Choice>> Choices(ReorientationWindow window, string level, string stream, CancellationToken ct)
    {
        var targets = await desk.Targets(window.SchoolYearId, stream, ct);
        if (targets.Count == 0) return [];
        var (id, year) = (window.Id, window.SchoolYearId);
        return (await (
            from s in db.ReorientationSeats
            where s.WindowId == id && s.Taken < s.Seats && targets.Contains(s.StreamCode) && db.Classes.Any(c => c.SchoolId == s.SchoolId && c.SchoolYearId == year && c.StreamCode == s.StreamCode)
            join school in db.Places.Open(db) on s.SchoolId equals school.Id
            join to in db.StudyStreams on s.StreamCode equals to.Code
            where to.LevelCode == level
            join g in db.GuidanceSeats.Where(g => g.SchoolYearId == year && g.LevelCode == level) on new { s.SchoolId, s.StreamCode } equals new { g.SchoolId, g.StreamCode } into former
            from g in former.DefaultIfEmpty()
            orderby school.NameFr, school.Id, to.Code
            select new { s.SchoolId, s.StreamCode, SchoolAr = school.NameAr, SchoolFr = school.NameFr, StreamAr = to.NameAr, StreamFr = to.NameFr, Left = s.Seats - s.Taken, Former = g.LowestAverage ?? g.FormerAverage }).AsNoTracking().Take(MostChoices).ToListAsync(ct))
            .ConvertAll(c => new Choice(Wishes.KeyOf(c.SchoolId, c.StreamCode), c.SchoolAr, c.SchoolFr, c.StreamAr, c.StreamFr, c.Left, c.Former));
    }

    private sealed record Found(
        ReorientationWindow? Window, long Enrollment, int School, string Level, string Stream, string NameAr, string NameLatin, string SchoolAr, string SchoolFr, string LevelAr, string LevelFr, string StreamAr, string StreamFr);
}
