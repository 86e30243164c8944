using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.RecallChange;

public sealed record Query(long Request) : IQuery<ReorientationCase>;

public sealed record Command(long Request, int Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("guidance.decide.reason-needed");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= Reorientation.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { Reorientation.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, TransferDesk transfers, Facts facts) : IQueryHandler<Query, ReorientationCase>, ICommandHandler<Command>
{
    public async Task<Outcome<ReorientationCase>> Handle(Query query, CancellationToken ct) =>
        await db.ReorientationCase(db.Reorientations.LedBy(user, db), desk, query.Request, ct) is { } found ? found : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Request;
        var seen = await db.Reorientations.LedBy(user, db).Where(r => r.Id == id).Select(r => new { r.TransferId }).SingleOrDefaultAsync(ct);
        if (seen is null) return Refusal.NotFound;
        // The transfer before the request, as the receiving school takes them: of both at once, the second finds what the first did.
        var number = seen.TransferId ?? 0;
        var transfer = number == 0 ? null : await db.Transfers.Where(t => t.Id == number).ForUpdate().SingleAsync(ct);
        var request = await db.Reorientations.Where(r => r.Id == id).ForUpdate().SingleAsync(ct);
        if (request.Version != command.Version) return Refusal.Stale;
        if (await desk.Own(request.PupilId, ct) is { } own) return own;
        // The seat would go on to the child of who takes it back.
        if (await desk.OwnSeats(request, ct) is { } there) return there;
        var pupil = request.PupilId;
        // A refused family may have asked anew meanwhile.
        if (request.LiveKey is null && await db.Reorientations.AnyAsync(r => r.LiveKey == pupil, ct)) return Refusal.Conflict("guidance.change.already").Next("guidance.change.already.next");
        var hadSeat = ReorientationStates.Of(request.State).HasSeat;
        if (request.Recall(BidiSafe.CleanLines(command.Reason)) is { } refusal) return refusal;
        // What was kept for the hour is not carried out on it either.
        await desk.Drop(request, ct);
        if (hadSeat) await desk.Free(request, ct);
        await db.SaveChangesAsync(ct);
        if (transfer is not null)
        {
            var ended = await transfers.Step(transfer, TransferState.Cancelled, "cancelled", null, ct);
            if (ended.IsRefused) return ended.Refusal!;
        }

        await facts.Tell(new ReorientationStepped(request.Id, request.PupilId, request.SchoolId, request.State, request.Version), ct);
        await db.SaveChangesAsync(ct);
        if (hadSeat) await desk.Move(request.WindowId, request.ToSchoolId, request.ToStream, ct);
        return Done.It;
    }
}
