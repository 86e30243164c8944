using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffMerges.Domain;

/// <summary>Why two files may be of one person.</summary>
public enum DoubleSign : byte
{
    /// <summary>One identity card in two files.</summary>
    Card = 0,

    /// <summary>One folded name and one birth date.</summary>
    NameAndBirth = 1,

    /// <summary>One name, and two payroll numbers of which one may be the other typed wrongly.</summary>
    Number = 2,
}

public sealed record DoubleFile(long Id, string Ppr, string NameAr, string NameLatin, DateOnly BirthDate, string PlaceAr, string PlaceFr);

public sealed record PossibleDouble(DoubleFile One, DoubleFile Two, DoubleSign Sign);

/// <summary>Finds files at or below an office that may be of one person; what two persons refused to merge is not proposed again.</summary>
public static class StaffDoubles
{
    private const int MostPairs = 400;
    private const int MostNamesakes = 600;

    public static async Task<IReadOnlyList<PossibleDouble>> PossibleStaff(this MassarDb db, CurrentUser user, CancellationToken ct)
    {
        var reach = db.Employees.InReachOf(user);
        var byCard = await (from a in reach join b in reach on a.Cin equals b.Cin where a.Id < b.Id && a.Cin != "" orderby a.Id, b.Id select new { One = a.Id, Two = b.Id }).Take(MostPairs).ToListAsync(ct);
        var byBirth = await (
            from a in reach
            join b in reach on a.BirthDate equals b.BirthDate
#pragma warning disable CA1866 // only the search for a text has its word in SQL
            where a.Id < b.Id && a.SearchKey.Substring(0, a.SearchKey.IndexOf("|")) == b.SearchKey.Substring(0, b.SearchKey.IndexOf("|"))
#pragma warning restore CA1866
            orderby a.Id, b.Id
            select new { One = a.Id, Two = b.Id }).Take(MostPairs).ToListAsync(ct);
        var shared = reach.GroupBy(e => e.SearchKey).Where(g => g.Count() > 1).Select(g => g.Key);
        var namesakes = await reach.Where(e => shared.Contains(e.SearchKey)).OrderBy(e => e.SearchKey).ThenBy(e => e.Id).Select(e => new { e.Id, e.SearchKey, e.Ppr }).Take(MostNamesakes).ToListAsync(ct);
        var byNumber = namesakes.GroupBy(n => n.SearchKey).SelectMany(g => g.SelectMany(a => g.Where(b => a.Id < b.Id && IsSlip(a.Ppr, b.Ppr)).Select(b => new { One = a.Id, Two = b.Id }))).ToList();

        var pairs = new Dictionary<(long, long), DoubleSign>();
        foreach (var (found, sign) in new[] { (byCard, DoubleSign.Card), (byBirth, DoubleSign.NameAndBirth), (byNumber, DoubleSign.Number) })
            foreach (var pair in found) pairs.TryAdd((pair.One, pair.Two), sign);
        var ids = pairs.Keys.SelectMany(p => (long[])[p.Item1, p.Item2]).Distinct().ToList();
        if (ids.Count == 0) return [];
        var settled = (await db.StaffMerges.Where(m => ids.Contains(m.KeptEmployeeId) && (m.State == StaffMergeState.Proposed || m.State == StaffMergeState.Refused)).Select(m => new { m.KeptEmployeeId, m.OtherEmployeeId }).ToListAsync(ct))
            .Select(m => (Math.Min(m.KeptEmployeeId, m.OtherEmployeeId), Math.Max(m.KeptEmployeeId, m.OtherEmployeeId))).ToHashSet();
        var files = await (from e in db.Employees where ids.Contains(e.Id) join place in db.Places on e.PlaceId equals place.Id select new DoubleFile(e.Id, e.Ppr, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.BirthDate, place.NameAr, place.NameFr))
            .AsNoTracking().ToDictionaryAsync(f => f.Id, ct);
        return [.. pairs.Where(p => !settled.Contains(p.Key)).OrderBy(p => p.Value).ThenBy(p => p.Key).Select(p => new PossibleDouble(files[p.Key.Item1], files[p.Key.Item2], p.Value))];
    }

    /// <summary>One digit other, missing or too many, or two neighbours exchanged.</summary>
    public static bool IsSlip(string one, string two)
    {
        if (one == two) return false;
        if (one.Length == two.Length)
        {
            var at = Enumerable.Range(0, one.Length).Where(i => one[i] != two[i]).ToList();
            return at.Count == 1 || (at.Count == 2 && at[1] == at[0] + 1 && one[at[0]] == two[at[1]] && one[at[1]] == two[at[0]]);
        }

        var (longer, shorter) = one.Length > two.Length ? (one, two) : (two, one);
        return longer.Length == shorter.Length + 1 && Enumerable.Range(0, longer.Length).Any(i => longer.Remove(i, 1) == shorter);
    }
}
