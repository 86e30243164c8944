using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.ListMyNotices;

public sealed record Query(int Page) : IQuery<Notices>;

public sealed record Command : ICommand;

public sealed record Notices(IReadOnlyList<Line> Lines, int Page, int Pages, int Unread);

/// <param name="Title">In the reader's language of now, not of when it was sent.</param>
public sealed record Line(long Id, string Title, string Body, DateTime At, bool IsUnread, string? Address);

public sealed class Handler(MassarDb db, CurrentUser user, Reader reader, TimeProvider clock) : IQueryHandler<Query, Notices>, ICommandHandler<Command>
{
    private const int PageSize = 20;

    public async Task<Outcome<Notices>> Handle(Query query, CancellationToken ct)
    {
        var mine = db.Notices.ReadBy(user.AccountId, db, MoroccanDay.Today(clock));
        var counts = await mine.GroupBy(_ => 1).Select(g => new { All = g.Count(), Unread = g.Count(n => n.OpenedAt == null) }).SingleOrDefaultAsync(ct);
        var pages = Math.Max(1, ((counts?.All ?? 0) + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var rows = await mine.OrderByDescending(n => n.CreatedAt).ThenByDescending(n => n.Id).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(n => new { n.Id, n.Template, n.Args, n.CreatedAt, n.OpenedAt, n.Address }).ToListAsync(ct);
        return new Notices(
            [.. rows.Select(r => new Line(r.Id, NoticeText.Of(reader.Language, r.Template, "title", r.Args), NoticeText.Of(reader.Language, r.Template, "body", r.Args), r.CreatedAt, r.OpenedAt is null, r.Address))],
            page, pages, counts?.Unread ?? 0);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var notice in await db.Notices.ReadBy(user.AccountId, db, MoroccanDay.Today(clock)).Where(n => n.OpenedAt == null).Take(500).ToListAsync(ct))
            notice.OpenedAt = now;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
