using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.ListMine;

public sealed record Query : IQuery<Mine>;

public sealed record Mine(IReadOnlyList<Line> Lines, DateTime Now);

public sealed record Line(long Id, string FromAr, string FromFr, string ToAr, string ToFr, FileState State, DateTime OpenedAt, DateTime? SentAt, DateTime? ReceivedAt);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct) => new Mine(await (
        from t in db.FileTransfers.OfEmployee(user)
        join f in db.Places on t.FromOfficeId equals f.Id
        join to in db.Places on t.ToOfficeId equals to.Id
        orderby t.Id descending
        select new Line(t.Id, f.NameAr, f.NameFr, to.NameAr, to.NameFr, t.State, t.OpenedAt, t.SentAt, t.ReceivedAt)).AsNoTracking().Take(30).ToListAsync(ct), clock.GetUtcNow().UtcDateTime);
}
