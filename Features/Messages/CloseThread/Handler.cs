using FluentValidation;
using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.CloseThread;

/// <param name="Answered">yes or no.</param>
public sealed record Command(long Id, int? Version, string? Answered) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Answered).Must(a => a is "yes" or "no").WithMessage("messages.close.ask");
}

public sealed class Handler(MassarDb db, CurrentUser user, ThreadDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.FamilyThreads.ReadableBy(user, db, MoroccanDay.Today(clock)).Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } thread)
            return Refusal.NotFound;
        if (command.Version is { } seen && seen != thread.Version)
            return Refusal.Stale;
        if (thread.Close(command.Answered == "yes", clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await desk.Settle(thread, "closed", null, null, null, byClock: false, ct);
        return Done.It;
    }
}
