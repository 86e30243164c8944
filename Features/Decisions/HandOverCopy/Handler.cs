using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.HandOverCopy;

public sealed record Command(long Employee, long Decision, string? Version, string? Receipt) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Receipt).Must(r => BidiSafe.Clean(r).Length <= DecisionCopy.ReceiptLength).WithMessage("decisions.counter.receipt-long").WithState(_ => new object[] { DecisionCopy.ReceiptLength });
}

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, person) = (command.Decision, command.Employee);
        if (!await db.Employees.InReachOf(user).AnyAsync(e => e.Id == person, ct))
            return Refusal.NotFound;
        // Held until the end: the employee may be opening it at this moment.
        var decision = await db.Decisions.InReachOf(user).Where(d => d.Id == id && d.EmployeeId == person && d.Number != null).ForUpdate().SingleOrDefaultAsync(ct);
        if (decision is null)
            return Refusal.NotFound;
        if (decision.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;
        var who = await DecisionActor.Of(user).WithKin(db, ct);
        if (who.IsConcernedBy(decision))
            return Decision.OwnCase;

        var (now, receipt) = (clock.GetUtcNow().UtcDateTime, BidiSafe.Clean(command.Receipt) is { Length: > 0 } number ? number : null);
        var isDelivery = decision.State is DecisionState.Signed or DecisionState.Notified && decision.HandedOverOn is null;
        if (isDelivery)
        {
            await db.DecisionVisas.Where(v => v.DecisionId == id).OrderBy(v => v.Id).LoadAsync(ct);
            if (decision.HandOver(MoroccanDay.Of(now), await book.Of(db, decision.ProcedureId, ct), who, now, receipt) is { } refusal)
                return refusal;
        }

        db.DecisionCopies.Add(new DecisionCopy
        {
            DecisionId = id,
            EmployeeId = person,
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            AccountId = user.AccountId,
            At = now,
            IsDelivery = isDelivery,
            Receipt = receipt,
        });
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
