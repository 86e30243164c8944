using System.Globalization;
using Massar.Features.Contributions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ShowBook;

public sealed record Query(string? From, string? To, int Page) : IQuery<Book>;

public sealed record Book(string? From, string? To, IReadOnlyList<DayLine> Days, int Page, int Pages);

/// <param name="In">Receipts less their negative lines.</param>
/// <param name="Out">Transfers less those taken back.</param>
/// <param name="Difference">What the count found more or less than the book.</param>
public sealed record DayLine(DateOnly Day, CashDayState State, int Entries, decimal In, decimal Out, decimal Difference, decimal? Counted);

public sealed record SheetQuery(string? From, string? To) : IQuery<Entries>;

public sealed record Entries(IReadOnlyList<EntryLine> Lines);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Book>, IQueryHandler<SheetQuery, Entries>
{
    private const int PageSize = 20;
    private const int Most = 20_000;

    public async Task<Outcome<Book>> Handle(Query query, CancellationToken ct)
    {
        var days = db.CashDays.At(user);
        if (TypedDay.Read(query.From) is { } from)
            days = days.Where(d => d.Day >= from);
        if (TypedDay.Read(query.To) is { } to)
            days = days.Where(d => d.Day <= to);
        var count = await days.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var shown = await days.OrderByDescending(d => d.Day).Skip((page - 1) * PageSize).Take(PageSize).Select(d => new { d.Day, d.State, d.Difference, d.Counted }).AsNoTracking().ToListAsync(ct);
        var on = shown.ConvertAll(d => d.Day);
        var sums = (await db.CashEntries.At(user).Where(e => on.Contains(e.Day)).GroupBy(e => new { e.Day, e.Register })
            .Select(g => new { g.Key.Day, g.Key.Register, Sum = g.Sum(e => e.Total), Count = g.Count() }).ToListAsync(ct)).ToLookup(g => g.Day);
        return new Book(query.From, query.To,
            [.. shown.Select(d => new DayLine(d.Day, d.State, sums[d.Day].Sum(s => s.Count), sums[d.Day].Where(s => s.Register == IssuedDocument.ReceiptKind).Sum(s => s.Sum), -sums[d.Day].Where(s => s.Register != IssuedDocument.ReceiptKind).Sum(s => s.Sum), d.Difference, d.Counted))],
            page, pages);
    }

    public async Task<Outcome<Entries>> Handle(SheetQuery query, CancellationToken ct)
    {
        var entries = db.CashEntries.At(user);
        if (TypedDay.Read(query.From) is { } from)
            entries = entries.Where(e => e.Day >= from);
        if (TypedDay.Read(query.To) is { } to)
            entries = entries.Where(e => e.Day <= to);
        return new Entries(await entries.OrderBy(e => e.Day).ThenBy(e => e.Id).Lines(db).Take(Most).ToListAsync(ct));
    }
}
