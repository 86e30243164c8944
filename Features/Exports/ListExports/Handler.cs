using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exports.ListExports;

public sealed record Query(int Page) : IQuery<Requests>;

/// <param name="Rules">How many people one may take alone in a file, and be shown in a day.</param>
/// <param name="Waiting">The oldest that wait for this person; null for who decides nothing.</param>
/// <param name="Mine">One page of one's own, the newest first.</param>
/// <param name="Pages">One more than this page while there is more.</param>
public sealed record Requests(ExportRules Rules, IReadOnlyList<WaitingLine>? Waiting, IReadOnlyList<Line> Mine, int Page, int Pages);

public sealed record WaitingLine(long Id, string Kind, int Persons, string NameAr, string NameLatin, string Role, DateTime AskedAt);

/// <param name="OpenUntil">Until when the file may be taken; null when it may not.</param>
public sealed record Line(long Id, string Kind, int Persons, ExportState State, DateTime AskedAt, DateTime? OpenUntil, string? Address);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Requests>
{
    private const int PageSize = 20;
    private const int MostWaiting = 50;

    public async Task<Outcome<Requests>> Handle(Query query, CancellationToken ct)
    {
        var (me, place, now) = (user.AccountId, user.PlaceId, clock.GetUtcNow().UtcDateTime);
        var waiting = !user.Has(Permissions.Approve) ? null : await (
            from request in db.ExportRequests.AsNoTracking().WaitingFor(user)
            join account in db.Accounts on request.AccountId equals account.Id
            orderby request.AskedAt, request.Id
            select new WaitingLine(request.Id, request.Kind, request.Persons, account.NameAr, account.NameLatin, request.Role, request.AskedAt)).Take(MostWaiting).ToListAsync(ct);

        var page = Math.Clamp(query.Page, 1, 500);
        var mine = await db.ExportRequests.AsNoTracking().Where(r => r.AccountId == me).OrderByDescending(r => r.AskedAt).ThenByDescending(r => r.Id)
            .Skip((page - 1) * PageSize).Take(PageSize + 1).ToListAsync(ct);
        return new Requests(await ExportRules.Of(db, user.Role, ct), waiting, [.. mine.Take(PageSize).Select(Shown)], page, mine.Count > PageSize ? page + 1 : page);

        // Only under the hat of the place it was allowed for.
        Line Shown(ExportRequest request)
        {
            var isOpen = request.IsOpenAt(now) && request.PlaceId == place;
            return new Line(request.Id, request.Kind, request.Persons, request.State, request.AskedAt, isOpen ? request.DecidedAt + ExportRequest.Open : null, isOpen ? request.Address : null);
        }
    }
}
