using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.Domain;

/// <summary>A note serves the year it was written for: after it the words go and nothing but the mark stays that there was one, when and whose.</summary>
public sealed class PastNotes : ISweep
{
    // Nothing is written for years that are over: once none is left, a look a day is enough.
    private static readonly TimeSpan Rest = TimeSpan.FromDays(1);

    private DateTime next;

    public async Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        if (now < next) return 0;
        var current = await db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).FirstOrDefaultAsync(ct);
        // Looked for first and then emptied by number, so that no row is locked but these.
        var past = await db.PupilNotes.Where(n => n.SchoolYearId < current && (n.Text != "" || n.Why != null)).OrderBy(n => n.Id).Select(n => n.Id).Take(most).ToListAsync(ct);
        if (past.Count > 0)
            await db.PupilNotes.Where(n => past.Contains(n.Id)).ExecuteUpdateAsync(s => s.SetProperty(n => n.Text, "").SetProperty(n => n.Why, (string?)null), ct);
        if (past.Count < most) next = now + Rest;
        return past.Count;
    }
}
