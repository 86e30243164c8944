using FluentValidation;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Registrations.RefuseRegistration;

public sealed record Query(long Id) : IQuery<ToRefuse>;

public sealed record ToRefuse(long Id, string Number, string ChildAr, string ChildLatin, Hints Hints);

public sealed record Command(long Id, string? Reason, string? Text) : ICommand;

public sealed class Handler(MassarDb db, DecisionDesk desk, TimeProvider clock) : IQueryHandler<Query, ToRefuse>, ICommandHandler<Command>
{
    public async Task<Outcome<ToRefuse>> Handle(Query query, CancellationToken ct)
    {
        var shown = await desk.Show(query.Id, ct, orWaiting: true);
        return shown.IsRefused
            ? shown.Refusal!
            : new ToRefuse(shown.Value.Id, shown.Value.Number, shown.Value.ChildAr, shown.Value.ChildLatin, await db.HintsFor(shown.Value, ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var taken = await desk.Take(command.Id, ct, orWaiting: true);
        if (taken.IsRefused)
            return taken.Refusal!;
        var request = taken.Value;
        var reason = command.Reason switch { "age" => RefusalReason.Age, "zone" => RefusalReason.Zone, _ => RefusalReason.Other };
        var text = BidiSafe.CleanLines(command.Text);
        if (request.Refuse(reason, text, clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await desk.Settle(request, "refused", text, new RegistrationRefused(request.Id, reason, request.Round), ct);
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
