using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.DecideChange;

public sealed record Query(long Request) : IQuery<Decidable>;

/// <param name="Codes">The ministry's reasons of a refusal.</param>
/// <param name="MayDecide">The school has spoken or its time is over, and no child of the family is among those who ask for these seats.</param>
/// <param name="Held">What was decided and is kept until the hour, or could not be carried out at it; null for nothing.</param>
/// <param name="HoldsUntil">The hour of publication, where it is still to come.</param>
/// <param name="Reserved">Seats of other decisions that are kept; none is told to who has a child among those who ask for them, as it would tell of it.</param>
public sealed record Decidable(ReorientationCase Case, IReadOnlyList<Term> Codes, bool MayDecide, Held? Held, DateTime? HoldsUntil, int Reserved) : IShowsPersons
{
    /// <summary>Seats neither given nor kept.</summary>
    public int Left => Math.Max(0, Case.Seats - Case.Taken - Reserved);

    int IShowsPersons.PersonsShown => 1;
}

public sealed record Held(int Version, ReorientationState State, string? CodeAr, string? CodeFr, string? Reason, string? Failed);

/// <param name="Held">Version of the kept decision that was seen; -1 for none.</param>
/// <param name="Hour">The hour of publication that was seen; null where nobody says.</param>
public sealed record Command(long Request, int Version, int Held, string? Decision, string? Code, string? Reason, string? Hour) : ICommand
{
    public const string Accept = "accept";
    public const string Wait = "wait";
    public const string Refuse = "refuse";

    /// <summary>Takes back what is kept until the hour.</summary>
    public const string Clear = "clear";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is Command.Accept or Command.Wait or Command.Refuse or Command.Clear).WithMessage("guidance.appeal.choose");
        RuleFor(c => c.Code).NotEmpty().When(c => c.Decision == Command.Refuse).WithMessage("guidance.change.refusal.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).When(c => c.Decision == Command.Refuse).WithMessage("guidance.decide.reason-needed");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= Reorientation.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { Reorientation.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, Decidable>, ICommandHandler<Command>
{
    public async Task<Outcome<Decidable>> Handle(Query query, CancellationToken ct)
    {
        if (await db.ReorientationCase(db.Reorientations.LedBy(user, db), desk, query.Request, ct) is not { } found) return Refusal.NotFound;
        var isOwn = found.IsOwn || found.HasOwnThere;
        var may = !isOwn && !(await Hands.Of(db, user, ct)).Did(found.Request.AdvisedByAccountId) && found.Request.State.MayBecome(ReorientationState.Refused) && (found.Request.AdvisedAt is not null || MoroccanDay.Today(clock) > found.Window.OpinionsUntil);
        var (id, window, school, stream) = (found.Request.Id, found.Window.Id, found.Request.ToSchoolId, found.Request.ToStream);
        var kept = await db.ReorientationWindows.Where(w => w.Id == window).Select(w => new
        {
            w.PublishAt,
            IsToCome = w.PublishAt > DateTime.UtcNow,
            Reserved = db.ReorientationSeats.Where(s => s.WindowId == window && s.SchoolId == school && s.StreamCode == stream).Sum(s => s.Reserved),
        }).AsNoTracking().SingleAsync(ct);
        var held = isOwn ? null : await (
            from h in db.HeldDecisions
            where h.RequestId == id
            join n in db.Nomenclatures.Where(n => n.List == Reorientation.Refusals) on h.Code equals n.Code into codes
            from n in codes.DefaultIfEmpty()
            select new Held(h.Version, h.State, n.NameAr, n.NameFr, h.Reason, h.Failed)).AsNoTracking().SingleOrDefaultAsync(ct);
        return new Decidable(found, may ? await db.TermsOf(Reorientation.Refusals, ct) : [], may, held, kept.IsToCome ? kept.PublishAt : null, isOwn ? 0 : kept.Reserved);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now) = (command.Request, clock.GetUtcNow().UtcDateTime);
        var request = await db.Reorientations.LedBy(user, db).Where(r => r.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null) return Refusal.NotFound;
        if (request.Version != command.Version) return Refusal.Stale;
        if (await desk.Own(request.PupilId, ct) is { } own) return own;
        // Nor on who else gets one of the seats a child of the family waits for.
        if (await desk.OwnSeats(request, ct) is { } there) return there;
        // Who gave the school's opinion, under another hat or account, does not decide on it.
        if ((await Hands.Of(db, user, ct)).Did(request.AdvisedByAccountId)) return Refusal.Conflict("guidance.change.same-person").Next("guidance.own.next");
        var until = await db.ReorientationWindows.Where(w => w.Id == request.WindowId).Select(w => w.OpinionsUntil).SingleAsync(ct);
        if (request.AdvisedAt is null && MoroccanDay.Of(now) <= until) return Refusal.Conflict("guidance.change.no-opinion", Formats.ShortDate(until)).Next("guidance.change.no-opinion.next");
        var reason = BidiSafe.CleanLinesOrNull(command.Reason);
        if (command.Decision == Command.Refuse && !await db.HasTerm(Reorientation.Refusals, command.Code, ct)) return Refusal.Invalid(nameof(command.Code), "guidance.change.refusal.choose");
        var holds = await desk.Holds(request.WindowId, ct);
        // Who thought the decision kept for an hour does not publish it, and the other way round.
        if (!ReorientationWindow.IsShown(await db.ReorientationWindows.Where(w => w.Id == request.WindowId).Select(w => w.PublishAt).SingleAsync(ct), command.Hour)) return Refusal.Stale;
        var held = await db.HeldDecisions.Where(h => h.RequestId == id).ForUpdate().SingleOrDefaultAsync(ct);
        if ((held?.Version ?? -1) != command.Held) return Refusal.Stale;
        if (holds || command.Decision == Command.Clear) return await Keep(request, held, command, reason, now, holds, ct);
        await desk.Drop(request, ct);
        var refusal = command.Decision switch
        {
            Command.Accept => await desk.Accept(request, reason, user.AccountId, isLater: false, now, ct),
            Command.Wait => request.Wait(reason, user.AccountId, now),
            _ => request.Refuse(command.Code!, reason!, user.AccountId, now),
        };
        if (refusal is not null) return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ReorientationStepped(request.Id, request.PupilId, request.SchoolId, request.State, request.Version), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // Before the hour the request stays as it is: only the commission knows what it decided.
    private async Task<Outcome<Done>> Keep(Reorientation request, HeldDecision? held, Command command, string? reason, DateTime now, bool holds, CancellationToken ct)
    {
        if (command.Decision == Command.Clear)
        {
            if (held is null) return Reorientation.Changed;
            await desk.Drop(request, ct);
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        var to = command.Decision switch { Command.Accept => ReorientationState.Accepted, Command.Wait => ReorientationState.Waiting, _ => ReorientationState.Refused };
        if (!holds || !request.State.MayBecome(to)) return Reorientation.Changed;
        var had = held?.HasSeat == true;
        if (to == ReorientationState.Accepted && !had)
        {
            if (await desk.Gone(request, ct) is { } gone) return gone;
            if (await desk.Reserve(request, ct) is { } full) return full;
        }
        else if (to != ReorientationState.Accepted && had)
        {
            await desk.Release(request, ct);
        }

        if (held is null) db.HeldDecisions.Add(held = new HeldDecision { RequestId = request.Id, WindowId = request.WindowId, PlaceId = user.PlaceId, State = to, DecidedByAccountId = user.AccountId, DecidedAt = now });
        (held.State, held.Code, held.Reason, held.DecidedByAccountId, held.DecidedAt, held.Failed) = (to, to == ReorientationState.Refused ? command.Code : null, reason, user.AccountId, now, null);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
