using FluentValidation;
using Massar.Features.Families.Domain;
using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.ShowMessage;

public sealed record Query(long Message) : IQuery<Shown>;

/// <param name="Body">The very text that is sent.</param>
/// <param name="Behind">The earlier message about the same person it stands behind; null where none does.</param>
public sealed record Shown(
    long Id, int Version, string Key, string NameAr, string NameLatin, string Ppr, string Number, FinanceEvent Event, DateOnly? EffectiveOn, FinanceState State, DateTime Since, DateTime CreatedAt, DateTime? ReceivedAt, DateTime? AnsweredAt,
    int Attempts, DateTime? NextAt, string? Failure, string? Reference, string? ReasonCode, string? Reason, string Hash, string Body, long? Behind) : IShowsPersons
{
    /// <summary>It blocks later ones, and may be settled with the finance ministry otherwise.</summary>
    public bool MaySettle => State is FinanceState.Dead;

    /// <summary>Sending again makes sense: it was not delivered, or nobody has answered.</summary>
    public bool MayGoAgain => State is FinanceState.Dead or FinanceState.Queued or FinanceState.Received;

    int IShowsPersons.PersonsShown => 1;
}

/// <summary>The matter was settled with the finance ministry otherwise: the message is sent no more, and later ones about the person go on.</summary>
public sealed record Command(long Message, int Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Reason).Must(r => BidiSafe.Clean(r).Length is >= FinanceMessage.LeastReason and <= FinanceMessage.ReasonLength).WithMessage("pay-exchange.settle.needed")
        .WithState(_ => new object[] { FinanceMessage.LeastReason, FinanceMessage.ReasonLength });
}

public sealed class Handler(MassarDb db, FinanceDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Shown>, ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var id = command.Message;
        var messages = await desk.Hold(db.FinanceMessages.InReachOf(user).Where(m => m.Id == id), cancellationToken);
        if (messages.Find(m => m.Id == id) is not { } message) return Refusal.NotFound;
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        if (message.Version != command.Version) return Refusal.Stale;
        if ((await Kinship.WithSelf(db, user.EmployeeId, cancellationToken)).Contains(message.EmployeeId)) return Refusal.Conflict("pay-exchange.own").Next("pay-exchange.settle.own.next").Recorded();
        if (!message.Settle(BidiSafe.Clean(command.Reason), clock.GetUtcNow().UtcDateTime)) return Refusal.Conflict("pay-exchange.settle.not-dead");
        desk.Wake(messages);
        await desk.Settled(message, cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Shown>> Handle(Query request, CancellationToken cancellationToken)
    {
        var id = request.Message;
        var found = await (
            from m in db.FinanceMessages.InReachOf(user)
            where m.Id == id
            join e in db.Employees on m.EmployeeId equals e.Id
            join d in db.Decisions on m.DecisionId equals d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            select new Shown(m.Id, m.Version, m.Key, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.Ppr, d.ErasedAt != null ? "" : d.Number ?? "", m.Event, (DateOnly?)d.EffectiveOn, m.State, m.StateSince, m.CreatedAt, m.ReceivedAt, m.AnsweredAt,
                m.Attempts, m.NextAt, m.Failure, m.Reference, m.ReasonCode, m.Reason, m.Hash, d.ErasedAt != null ? "" : m.Body,
                m.State == FinanceState.Queued ? db.FinanceMessages.Where(o => o.EmployeeId == m.EmployeeId && o.Id < m.Id && (o.State == FinanceState.Queued || o.State == FinanceState.Dead)).OrderBy(o => o.Id).Select(o => (long?)o.Id).FirstOrDefault() : null))
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null ? Refusal.NotFound : found;
    }
}
