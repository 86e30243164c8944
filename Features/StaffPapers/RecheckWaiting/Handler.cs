using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.RecheckWaiting;

public sealed record Command : ICommand<Rechecked>;

/// <param name="Issued">Papers that could be issued now.</param>
public sealed record Rechecked(int Issued, int StillWaiting);

public sealed class Handler(MassarDb db, CurrentUser user, StaffPaperDesk desk) : ICommandHandler<Command, Rechecked>
{
    // One transaction holds the register for some ten milliseconds a paper.
    private const int Most = 50;

    public async Task<Outcome<Rechecked>> Handle(Command command, CancellationToken ct)
    {
        var own = user.EmployeeId ?? 0;
        var waiting = await db.StaffPapers.InReachOf(user).Where(p => p.State == StaffPaperState.Blocked && p.EmployeeId != own).OrderBy(p => p.AskedAt).ThenBy(p => p.Id).Take(Most).ForUpdate().ToListAsync(ct);
        var issued = 0;
        foreach (var paper in waiting)
            // One that cannot be drawn does not hold up the others: it stays, and gave its number back.
            if (await desk.Recheck(paper, ct) is { IsRefused: false, Value.State: StaffPaperState.Issued }) issued++;
        return new Rechecked(issued, waiting.Count - issued);
    }
}
