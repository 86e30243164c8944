using System.Text.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.RunRollOver;

public sealed record Command(int Version, bool LeavesBehind) : ICommand<Started>;

/// <param name="Job">The background work to watch.</param>
public sealed record Started(long Job);

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : ICommandHandler<Command, Started>
{
    public async Task<Outcome<Started>> Handle(Command command, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var calendar = await RollOverCalendar.Of(db, user.PlacePath, today, cancellationToken);
        var passage = await db.RollOvers.At(user).Where(r => r.FromYear == calendar.FromYear).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (passage is null) return Refusal.NotFound;
        if (passage.Version != command.Version) return Refusal.Stale;
        if (calendar.Closed(today) is { } closed) return closed;
        var staying = await db.RollOverLines.CountAsync(l => l.RollOverId == passage.Id && l.Obstacle != Obstacle.None, cancellationToken);
        if (staying > 0 && !command.LeavesBehind) return Refusal.Conflict("enrollments.run.staying", staying).Next("enrollments.run.staying.next");
        if (passage.Run(clock.GetUtcNow().UtcDateTime, user.AccountId) is { } refusal) return refusal;
        await db.SaveChangesAsync(cancellationToken);
        var item = work.Queue<RunWork>(passage.WorkKey, JsonSerializer.Serialize(passage.Id));
        await db.SaveChangesAsync(cancellationToken);
        return new Started(item.Id);
    }
}

/// <summary>Writes the next year's enrollments of a school, all in one transaction: stopped anywhere, nothing or everything is written.</summary>
public sealed class RunWork(MassarDb db, UnitOfWork unit, RollOverDesk desk) : RollOverWork(db, unit, "Enrollments.RunRollOver", desk.Run), IWork
{
    public static string Kind => "roll-over-run";

    public static bool IsLong => true;
}
