using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ListAssisted;

public sealed record Query(int Page) : IQuery<Drafts>;

/// <param name="Lines">Touched last comes first.</param>
/// <param name="Windows">Whether families register today.</param>
public sealed record Drafts(IReadOnlyList<Line> Lines, int Page, int Pages, RegistrationWindows Windows) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="ChildAr">Empty while no name was typed.</param>
/// <param name="Until">The day on which an untouched draft goes.</param>
/// <param name="Waits">A code was sent and is still taken.</param>
public sealed record Line(long Id, string ChildAr, string ChildLatin, DateOnly TouchedOn, DateOnly Until, bool Waits);

public sealed class Handler(MassarDb db, AssistDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Drafts>
{
    private const int PerPage = 20;

    public async Task<Outcome<Drafts>> Handle(Query query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var open = desk.Open.AsNoTracking();
        var pages = Math.Max(1, (await open.CountAsync(ct) + PerPage - 1) / PerPage);
        var page = Math.Clamp(query.Page, 1, pages);
        var drafts = await open.OrderByDescending(d => d.TouchedAt).ThenByDescending(d => d.Id).Skip((page - 1) * PerPage).Take(PerPage).ToListAsync(ct);
        return new Drafts(
            [.. drafts.Select(d => new Line(d.Id, d.ChildAr, d.ChildLatin, MoroccanDay.Of(d.TouchedAt), MoroccanDay.Of(d.TouchedAt + DeskDraft.KeptFor), d.TakesCode(now)))],
            page, pages, await RegistrationWindows.On(db, user.PlacePath, MoroccanDay.Today(clock), ct));
    }
}
