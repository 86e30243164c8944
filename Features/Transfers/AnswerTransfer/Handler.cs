using FluentValidation;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Transfers.AnswerTransfer;

public sealed record Query(long Id) : IQuery<CaseHead>;

public sealed record Command(long Id, string? Answer, string? Objection, string? MarksEntered, string? AbsencesEntered, string? Property, string? Debts) : ICommand
{
    public const string Agree = "agree";
    public const string Object = "object";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Answer).Must(a => a is Command.Agree or Command.Object).WithMessage("transfers.answer.choose");
        RuleFor(c => c.Objection).IsReason().When(c => c.Answer == Command.Object);
        RuleFor(c => c.Property).FitsNote();
        RuleFor(c => c.Debts).FitsNote();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TransferDesk desk) : IQueryHandler<Query, CaseHead>, ICommandHandler<Command>
{
    // What the directorate has to decide is not decided past it by a late yes.
    private static readonly TransferState[] Open = [TransferState.Asked, TransferState.Escalated];

    public Task<Outcome<CaseHead>> Handle(Query query, CancellationToken ct) => db.CaseOf(db.Transfers.SentBy(user), query.Id, Open, ct);

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var found = await desk.Take(db.Transfers.SentBy(user), command.Id, Open, ct);
        if (found.IsRefused)
            return found.Refusal!;
        var transfer = found.Value;
        if (await desk.Own(transfer, ct) is { } own)
            return own;
        var agrees = command.Answer == Command.Agree;
        transfer.Note(Checklists.Read(command.MarksEntered, command.AbsencesEntered, command.Property, command.Debts));
        if (!agrees)
            transfer.Objection = BidiSafe.CleanLinesOrNull(command.Objection);
        return await desk.Step(transfer, agrees ? TransferState.Ready : TransferState.Objected, agrees ? "agreed" : "objected", transfer.Objection, ct);
    }
}
