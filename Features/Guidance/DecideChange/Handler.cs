using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
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
/// <param name="MayDecide">The school has spoken or its time is over, and it is no child of the family.</param>
public sealed record Decidable(ReorientationCase Case, IReadOnlyList<Term> Codes, bool MayDecide) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Command(long Request, int Version, string? Decision, string? Code, string? Reason) : ICommand
{
    public const string Accept = "accept";
    public const string Wait = "wait";
    public const string Refuse = "refuse";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is Command.Accept or Command.Wait or Command.Refuse).WithMessage("guidance.appeal.choose");
        RuleFor(c => c.Code).NotEmpty().When(c => c.Decision == Command.Refuse).WithMessage("guidance.change.refusal.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).When(c => c.Decision == Command.Refuse).WithMessage("guidance.decide.reason-needed");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= Reorientation.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { Reorientation.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, TransferDesk transfers, Facts facts, TimeProvider clock) : IQueryHandler<Query, Decidable>, ICommandHandler<Command>
{
    public async Task<Outcome<Decidable>> Handle(Query query, CancellationToken ct)
    {
        if (await db.ReorientationCase(db.Reorientations.LedBy(user, db), desk, query.Request, ct) is not { } found) return Refusal.NotFound;
        var may = !found.IsOwn && found.Request.AdvisedByAccountId != user.AccountId && found.Request.State.MayBecome(ReorientationState.Refused) && (found.Request.AdvisedAt is not null || MoroccanDay.Today(clock) > found.Window.OpinionsUntil);
        return new Decidable(found, may ? await db.TermsOf(Reorientation.Refusals, ct) : [], may);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now) = (command.Request, clock.GetUtcNow().UtcDateTime);
        var request = await db.Reorientations.LedBy(user, db).Where(r => r.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null) return Refusal.NotFound;
        if (request.Version != command.Version) return Refusal.Stale;
        if (await desk.Own(request.PupilId, ct) is { } own) return own;
        // Who gave the school's opinion, under another hat or account, does not decide on it.
        if ((await Hands.Of(db, user, ct)).Did(request.AdvisedByAccountId)) return Refusal.Conflict("guidance.change.same-person").Next("guidance.own.next");
        var until = await db.ReorientationWindows.Where(w => w.Id == request.WindowId).Select(w => w.OpinionsUntil).SingleAsync(ct);
        if (request.AdvisedAt is null && MoroccanDay.Of(now) <= until) return Refusal.Conflict("guidance.change.no-opinion", Formats.ShortDate(until)).Next("guidance.change.no-opinion.next");
        var reason = BidiSafe.CleanLinesOrNull(command.Reason);
        if (command.Decision == Command.Refuse && !await db.HasTerm(Reorientation.Refusals, command.Code, ct)) return Refusal.Invalid(nameof(command.Code), "guidance.change.refusal.choose");
        var refusal = command.Decision switch
        {
            Command.Accept => await Accept(request, reason, now, ct),
            Command.Wait => request.Wait(reason, user.AccountId, now),
            _ => request.Refuse(command.Code!, reason!, user.AccountId, now),
        };
        if (refusal is not null) return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ReorientationStepped(request.Id, request.PupilId, request.SchoolId, request.State, request.Version), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // The seat first: of two commissions at work, one waits here for the other. Another school gets the pupil by a transfer nobody is asked about any more.
    private async Task<Refusal?> Accept(Reorientation request, string? reason, DateTime now, CancellationToken ct)
    {
        if (!request.State.MayBecome(ReorientationState.Accepted)) return Reorientation.Changed;
        var (line, pupil, school, stream) = (request.EnrollmentId, request.PupilId, request.SchoolId, request.FromStream);
        if (!await db.Enrollments.AnyAsync(e => e.Id == line && e.State == EnrollmentState.Active && e.SchoolId == school && e.StreamCode == stream && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent), ct)) return Refusal.Conflict("guidance.change.gone").Next("guidance.change.gone.next");
        // A transfer that is on its way would take the pupil out of the stream he asked from.
        _ = await db.Pupils.Where(p => p.Id == pupil).Select(p => p.Id).ForUpdate().SingleAsync(ct);
        if (await db.Transfers.AnyAsync(t => t.LiveKey == pupil, ct)) return Refusal.Conflict("guidance.change.moving").Next("guidance.change.moving.next");
        if (await desk.Take(request, ct) is { } full) return full;
        long? transfer = null;
        if (!request.IsSameSchool)
        {
            var asked = await transfers.Ask(db.Pupils.Where(p => p.Id == pupil), request.ToSchoolId, TransferOrigin.Commission, TransferKinds.Reorientation, null, null, ct, into: request.ToStream);
            if (asked.IsRefused) return asked.Refusal!.Kind == RefusalKind.NotFound ? Refusal.Conflict("guidance.change.no-school").Next("guidance.change.no-school.next") : asked.Refusal;
            transfer = asked.Value;
        }

        return request.Accept(reason, user.AccountId, now, transfer);
    }
}
