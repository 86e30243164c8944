using Massar.Features.Contributions.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ShowDay;

public sealed record Query(DateOnly Day, int Page) : IQuery<DayView>;

/// <param name="MayClose">It is not later than today, open, and has entries.</param>
/// <param name="MaySign">It was counted by somebody else.</param>
public sealed record DayView(DayBook Book, IReadOnlyList<EntryLine> Entries, int Count, int Page, int Pages, bool MayClose, bool MaySign) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Entries.Count;
}

public sealed record PrintQuery(DateOnly Day) : IQuery<BookContent>;

public sealed class Handler(MassarDb db, CurrentUser user, PdfOptions options, TimeProvider clock) : IQueryHandler<Query, DayView>, IQueryHandler<PrintQuery, BookContent>
{
    private const int PageSize = 20;
    private const int MostPrinted = 2_000;

    public async Task<Outcome<DayView>> Handle(Query query, CancellationToken ct)
    {
        if (await db.DayOf(user.PlaceId, query.Day, ct) is not { } book)
            return Refusal.NotFound;
        var entries = db.CashEntries.At(user).Where(e => e.Day == query.Day);
        var count = await entries.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var shown = await entries.OrderBy(e => e.Id).Skip((page - 1) * PageSize).Take(PageSize).Lines(db).ToListAsync(ct);
        return new DayView(book, shown, count, page, pages,
            book.Head.State == CashDayState.Open && query.Day <= MoroccanDay.Today(clock) && count > 0,
            book.Head.State == CashDayState.Closed && user.Has(Permissions.Answer) && book.Head.ClosedBy != user.AccountId);
    }

    public async Task<Outcome<BookContent>> Handle(PrintQuery query, CancellationToken ct)
    {
        var school = user.PlaceId;
        if (await db.DayOf(school, query.Day, ct) is not { } book)
            return Refusal.NotFound;
        var entries = await db.CashEntries.At(user).Where(e => e.Day == query.Day).OrderBy(e => e.Id).Lines(db).Take(MostPrinted).ToListAsync(ct);
        var head = await db.Schools.AsNoTracking().Where(s => s.Id == school).Select(s => new SchoolHead(s.GresaCode, s.Place.NameAr, s.Place.NameFr, s.Place.Path)).SingleAsync(ct);
        var offices = await db.OfficesOf(head.Path, ct);
        return new BookContent(head, offices.Academy?.NameAr, offices.Academy?.NameFr, offices.Directorate?.NameAr, offices.Directorate?.NameFr, book, entries, clock.GetUtcNow().UtcDateTime, options.Demo);
    }
}
