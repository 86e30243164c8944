using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.ListToCall;

public sealed record Query(int Page) : IQuery<ToCall>;

public sealed record ToCall(IReadOnlyList<Line> Lines, int Page, int Pages);

/// <param name="Sentence">What the message said, to be read on the telephone, in the person's language.</param>
public sealed record Line(long Delivery, string Name, string Phone, string Sentence, string Language, DateTime Since, string? Problem);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ToCall>
{
    private const int PageSize = 20;

    public async Task<Outcome<ToCall>> Handle(Query query, CancellationToken ct)
    {
        var waiting = db.NoticeDeliveries.Where(d => d.PlaceId == user.PlaceId && d.State == DeliveryState.ToCall);
        var told = db.Notices.StillSent(db, MoroccanDay.Today(clock));
        var pages = Math.Max(1, (await waiting.Join(told, d => d.NoticeId, n => n.Id, (d, _) => d).CountAsync(ct) + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var rows = await (
            from delivery in waiting
            join notice in told on delivery.NoticeId equals notice.Id
            orderby notice.CreatedAt, delivery.Id
            select new { delivery.Id, delivery.To, delivery.LastError, notice.RecipientName, notice.Language, notice.Template, notice.Args, notice.CreatedAt })
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new ToCall(
            [.. rows.Select(r => new Line(r.Id, r.RecipientName, r.To, NoticeText.Of(r.Language, r.Template, "sms", r.Args), r.Language, r.CreatedAt, r.LastError))], page, pages);
    }
}
