using FluentValidation;
using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.RecordMeeting;

/// <param name="Held">yes or no.</param>
public sealed record Command(long Id, int? Version, string? Held) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Held).Must(h => h is "yes" or "no").WithMessage("meetings.outcome");
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.Meetings.OwnOf(user, db, MoroccanDay.Today(clock)).Where(m => m.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } meeting)
            return Refusal.NotFound;
        if (command.Version is { } seen && seen != meeting.Version)
            return Refusal.Stale;
        if (meeting.Record(command.Held == "yes", clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
