using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ListSessions;

public sealed record Query : IQuery<IReadOnlyList<Line>>;

/// <param name="Device">Browser family, or null for a program.</param>
/// <param name="Role">The hat worn in it.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="LastSeenAt">UTC, exact to five minutes.</param>
/// <param name="IsThis">The session that asks.</param>
public sealed record Line(long Id, string? Device, string Role, DateTime StartedAt, DateTime LastSeenAt, bool IsThis);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, IReadOnlyList<Line>>
{
    public async Task<Outcome<IReadOnlyList<Line>>> Handle(Query query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (me, current) = (user.AccountId, user.Session.SessionId);
        return await (
            from session in db.Sessions.AsNoTracking()
            join hat in db.Hats on session.HatId equals hat.Id
            where session.AccountId == me && session.EndedAt == null && session.ExpiresAt > now
            orderby session.LastSeenAt descending, session.Id descending
            select new Line(session.Id, session.Device, hat.Role, session.CreatedAt, session.LastSeenAt, session.Id == current)).Take(100).ToListAsync(ct);
    }
}
