using FluentValidation;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Transfers.DecideTransfer;

public sealed record Query(long Id) : IQuery<CaseHead>;

public sealed record Command(long Id, string? Decision, string? Why) : ICommand
{
    public const string Allow = "allow";
    public const string Refuse = "refuse";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is Command.Allow or Command.Refuse).WithMessage("transfers.decision.choose");
        // A family that is refused reads why; a yes needs no reason.
        RuleFor(c => c.Why).IsReason().When(c => c.Decision == Command.Refuse);
        RuleFor(c => c.Why).FitsReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TransferDesk desk) : IQueryHandler<Query, CaseHead>, ICommandHandler<Command>
{
    private static readonly TransferState[] Open = [TransferState.Objected, TransferState.Escalated];

    public Task<Outcome<CaseHead>> Handle(Query query, CancellationToken ct) => db.CaseOf(db.Transfers.DecidedBy(user), query.Id, Open, ct);

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var found = await desk.Take(db.Transfers.DecidedBy(user), command.Id, Open, ct);
        if (found.IsRefused)
            return found.Refusal!;
        var transfer = found.Value;
        if (await desk.Own(transfer, ct) is { } own)
            return own;
        var (allows, why) = (command.Decision == Command.Allow, BidiSafe.CleanLinesOrNull(command.Why));
        if (!allows)
            transfer.Objection = why;
        return await desk.Step(transfer, allows ? TransferState.Ready : TransferState.Refused, allows ? "allowed" : "refused", why, ct);
    }
}
