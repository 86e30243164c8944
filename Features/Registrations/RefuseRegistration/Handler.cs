using FluentValidation;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.RefuseRegistration;

public sealed record Query(long Id) : IQuery<ToRefuse>;

public sealed record ToRefuse(long Id, string Number, string ChildAr, string ChildLatin, Hints Hints);

public sealed record Command(long Id, string? Reason, string? Text) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, ToRefuse>, ICommandHandler<Command>
{
    public async Task<Outcome<ToRefuse>> Handle(Query query, CancellationToken ct)
    {
        var request = await db.Registrations.AsNoTracking().DecidedBy(user).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (request is null)
            return Refusal.NotFound;
        return request.State is RegistrationState.Sent or RegistrationState.UnderCheck
            ? new ToRefuse(request.Id, request.Number, request.ChildAr, request.ChildLatin, await db.HintsFor(request, ct))
            : Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var request = await db.Registrations.DecidedBy(user).Where(r => r.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null)
            return Refusal.NotFound;
        var now = clock.GetUtcNow().UtcDateTime;
        if (request.State == RegistrationState.Sent && request.TakeUp(now) is { } closed)
            return closed;
        var reason = command.Reason switch { "age" => RefusalReason.Age, "zone" => RefusalReason.Zone, _ => RefusalReason.Other };
        var text = BidiSafe.CleanLines(command.Text);
        if (request.Refuse(reason, text, now) is { } refusal)
            return refusal;
        db.Note(request, "refused", now, user, text);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RegistrationRefused(request.Id, reason, request.Round), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

// Circular 030-20, axis 2: a refusal states its reason; we ask for a sentence the family can understand besides.
public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => r is "age" or "zone" or "other").WithMessage("registrations.refuse.choose");
        RuleFor(c => c.Text).NotEmpty().WithMessage("registrations.missing.reason").MaximumLength(500).WithMessage("registrations.wrong.too-long");
    }
}
