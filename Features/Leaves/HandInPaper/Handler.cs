using Massar.Features.Files.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.HandInPaper;

public sealed record Command(long Id, byte[] Paper) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, LeaveDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var leave = await db.Leaves.OfEmployee(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (leave is null)
            return Refusal.NotFound;
        // The first paper stays: who decides must not find another one than the head has read.
        if (leave.PaperId is not null || LeaveStates.Of(leave.State).Turn == LeaveTurn.Nobody)
            return Leave.Changed;
        var now = clock.GetUtcNow().UtcDateTime;
        if (command.Paper.Length == 0)
            return Refusal.Invalid("Paper", "leaves.paper.needed");
        var reading = await FileIntake.Read(FileKind.Evidence, command.Paper, now, ct);
        if (reading.File is null)
            return Refusal.Invalid("Paper", reading.Problem!);
        db.StoredFiles.Add(reading.File);
        await db.SaveChangesAsync(ct);
        leave.HandIn(reading.File.Id, now);
        await desk.Settle(leave, "paper", null, now, ct);
        return Done.It;
    }
}
