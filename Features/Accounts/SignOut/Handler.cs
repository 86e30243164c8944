using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Accounts.SignOut;

public sealed record Command(string Token) : ICommand, IRunsItsOwnUnits;

public sealed class Handler(Doors doors) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        await doors.End(command.Token, ct);
        return Done.It;
    }
}
