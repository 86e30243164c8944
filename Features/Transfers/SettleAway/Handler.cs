using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.SettleAway;

public sealed record Query(long Id) : IQuery<CaseHead>;

public sealed record Command(long Id, string? Where, string? Note) : ICommand
{
    public const string Here = "here";
    public const string Nowhere = "nowhere";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Where).Must(w => w is Command.Here or Command.Nowhere).WithMessage("transfers.away.choose");
        // A child at no school is looked for again by others: they need to know what was said.
        RuleFor(c => c.Note).IsReason().When(c => c.Where == Command.Nowhere);
        RuleFor(c => c.Note).FitsReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TransferDesk desk, TimeProvider clock) : IQueryHandler<Query, CaseHead>, ICommandHandler<Command>
{
    private static readonly TransferState[] Open = [TransferState.Away];

    public Task<Outcome<CaseHead>> Handle(Query query, CancellationToken ct) => db.CaseOf(db.Transfers.SentBy(user), query.Id, Open, ct);

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var found = await desk.Take(db.Transfers.SentBy(user), command.Id, Open, ct);
        if (found.IsRefused)
            return found.Refusal!;
        var transfer = found.Value;
        var isBack = command.Where == Command.Here;
        if (!isBack)
        {
            var line = transfer.EnrollmentId;
            var enrollment = await db.Enrollments.Where(e => e.Id == line).ForUpdate().SingleAsync(ct);
            if (enrollment.State == EnrollmentState.Active)
                (enrollment.State, enrollment.LeftOn) = (EnrollmentState.Left, MoroccanDay.Today(clock));
        }

        return await desk.Step(transfer, isBack ? TransferState.Returned : TransferState.OutOfSchool, isBack ? "returned" : "out-of-school", BidiSafe.CleanLinesOrNull(command.Note), ct);
    }
}
