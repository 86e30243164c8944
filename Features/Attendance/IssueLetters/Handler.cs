using System.Text.Json;
using Massar.Features.Attendance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.IssueLetters;

public sealed record Command : ICommand<Started>;

/// <param name="Job">The background work to watch.</param>
public sealed record Started(long Job);

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work) : ICommandHandler<Command, Started>
{
    public async Task<Outcome<Started>> Handle(Command command, CancellationToken cancellationToken)
    {
        var count = await db.FollowUps.InSchoolsOf(user, db).CountAsync(f => f.ClosedAt == null && !db.AbsenceLetters.Any(l => l.FollowUpId == f.Id), cancellationToken);
        if (count == 0) return Refusal.Conflict("attendance.letters.none-to-make");
        var item = work.Queue<MakeLetters>($"absence-letters/{Guid.NewGuid():N}", JsonSerializer.Serialize(new Batch(user.AccountId, user.PlaceId, user.PlacePath)), total: count);
        await db.SaveChangesAsync(cancellationToken);
        return new Started(item.Id);
    }
}
