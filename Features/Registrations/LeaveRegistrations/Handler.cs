using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.LeaveRegistrations;

public sealed record Command(string Token) : ICommand;

public sealed class Handler(MassarDb db, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var hash = RegistrationCodes.HashOf(command.Token);
        var now = clock.GetUtcNow().UtcDateTime;
        await db.RegistrationAccesses.Where(a => a.TokenHash == hash).ExecuteUpdateAsync(s => s.SetProperty(a => a.VisitUntil, now), ct);
        return Done.It;
    }
}
