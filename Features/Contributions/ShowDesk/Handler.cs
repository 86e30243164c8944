using Massar.Features.Contributions.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ShowDesk;

/// <param name="Words">Piece of a name in either script, or a Massar code; empty lists the classes.</param>
public sealed record Query(string? Words) : IQuery<DeskView>;

/// <param name="Today">What came in today, and in how many entries.</param>
/// <param name="Found">Pupils found; null when nobody was looked for.</param>
public sealed record DeskView(string? Words, int Year, DateOnly Day, CashDayState State, decimal Today, int Entries, decimal Balance, IReadOnlyList<ClassLine> Classes, IReadOnlyList<Account>? Found, bool More) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Found?.Count ?? 0;
}

/// <param name="Owing">Pupils who owe something.</param>
public sealed record ClassLine(int? Id, string? Name, int Pupils, int Owing, decimal Owed);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, DeskView>
{
    private const int Most = 20;

    public async Task<Outcome<DeskView>> Handle(Query query, CancellationToken ct)
    {
        var (school, today, words) = (user.PlaceId, MoroccanDay.Today(clock), BidiSafe.Clean(query.Words));
        var year = await db.CurrentYear(ct);
        var state = await db.CashDays.At(user).Where(d => d.Day == today).Select(d => d.State).FirstOrDefaultAsync(ct);
        var box = await db.CashEntries.At(user).GroupBy(e => e.Day == today).Select(g => new { IsToday = g.Key, Sum = g.Sum(e => e.Total), Count = g.Count() }).ToListAsync(ct);
        var found = await db.CashDays.At(user).SumAsync(d => d.Difference, ct);
        var seats = db.Enrollments.At(user);
        var isSearch = words.Length > 1;
        if (isSearch)
        {
            var (code, folded, latin) = (words.ToUpperInvariant(), ArabicFolding.Fold(words), ArabicFolding.FoldLatin(words));
            seats = seats.Where(e => db.Pupils.Any(p => p.Id == e.PupilId && (p.MassarCode == code || (folded != "" && p.SearchKey.Contains(folded)) || (latin != "" && p.SearchKey.Contains(latin)))));
        }

        var accounts = await Dues.Of(db, year, seats, await db.HeadingsOf(year, ct), ct);
        return new DeskView(
            query.Words, year, today, state, box.Where(b => b.IsToday).Sum(b => b.Sum), box.Where(b => b.IsToday).Sum(b => b.Count), box.Sum(b => b.Sum) + found,
            isSearch ? [] : [.. accounts.GroupBy(a => (a.Payer.ClassId, a.Payer.ClassName)).OrderBy(g => g.Key.ClassId is null).Select(g => new ClassLine(g.Key.ClassId, g.Key.ClassName, g.Count(), g.Count(a => a.Owed > 0), g.Sum(a => a.Owed)))],
            isSearch ? [.. accounts.Take(Most)] : null, isSearch && accounts.Count > Most);
    }
}
