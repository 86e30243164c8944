using FluentValidation;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.AppealRegistration;

public sealed record Query(long Id) : IQuery<Refused>;

/// <summary>What the family asks to be looked at again.</summary>
public sealed record Refused(long Id, string Number, string ChildAr, string ChildLatin, RefusalReason Reason, string? Remark);

public sealed record Command(long Id, string? Text) : ICommand;

public sealed class Handler(MassarDb db, Family family, TimeProvider clock) : IQueryHandler<Query, Refused>, ICommandHandler<Command>
{
    public async Task<Outcome<Refused>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.AsNoTracking().OfFamily(phone).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        return registration is { State: RegistrationState.Refused, RefusedFor: { } reason }
            ? new Refused(registration.Id, registration.Number, registration.ChildAr, registration.ChildLatin, reason, registration.Remark)
            : Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        if (registration.State != RegistrationState.Refused)
            return Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
        if (await db.ExistingFor(registration, ct) is { IsSure: true })
            return Refusal.Conflict("registrations.exists");
        var now = clock.GetUtcNow().UtcDateTime;
        var text = BidiSafe.CleanLines(command.Text);
        if (registration.Appeal(text, now) is { } refusal)
            return refusal;
        db.Note(registration, "appealed", now, remark: text);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Text).NotEmpty().WithMessage("registrations.missing.reason").MaximumLength(500).WithMessage("registrations.wrong.too-long");
}
