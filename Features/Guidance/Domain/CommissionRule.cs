using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Features.Guidance.Domain;

/// <summary>A school and stream.</summary>
public readonly record struct GuidanceChoice(int School, string Stream);

/// <summary>One wish as the rule sees it.</summary>
public sealed record Candidacy(GuidanceChoice Choice, GuidanceOpinion Opinion);

/// <summary>A pupil as the rule sees him.</summary>
/// <param name="Wishes">The dearest first.</param>
public sealed record Candidate(long File, decimal? Average, uint Lot, IReadOnlyList<Candidacy> Wishes);

/// <summary>What the rule gives.</summary>
/// <param name="Admitted">By file: the wish that found a seat, counted from 0.</param>
/// <param name="Lists">By choice: everybody who named it, the first one first.</param>
public sealed record CommissionProposal(IReadOnlyDictionary<long, int> Admitted, IReadOnlyDictionary<GuidanceChoice, IReadOnlyList<long>> Lists);

/// <summary>
/// The stated rule of the commission. Everybody who names a stream of a school stands on one list: first by the council's opinion, then by
/// average, then by lot. Each pupil gets the dearest wish whose seats are not all taken by others before him on its list (deferred
/// acceptance): the order of one's own wishes never costs a seat, and nobody finds a seat he preferred with somebody behind him.
/// The same wishes, opinions, averages and seats give the same result, whoever computes it.
/// </summary>
public static class CommissionRule
{
    /// <summary>The lot of a pupil in a campaign: drawn by no hand, and the same each time.</summary>
    public static uint LotOf(int campaign, string massarCode) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{campaign}/{massarCode}"))));

    /// <param name="seats">What is free; a choice without a line has none.</param>
    public static CommissionProposal Propose(IReadOnlyList<Candidate> candidates, IReadOnlyDictionary<GuidanceChoice, int> seats)
    {
        var byFile = candidates.ToDictionary(c => c.File);
        var lists = candidates.SelectMany(c => c.Wishes.DistinctBy(w => w.Choice).Select(w => (w.Choice, Place: PlaceOf(c, w)))).GroupBy(p => p.Choice)
            .ToDictionary(g => g.Key, g => g.Select(p => p.Place).Order().ToList());
        var taken = lists.Keys.ToDictionary(c => c, _ => new SortedSet<Place>());
        var next = candidates.ToDictionary(c => c.File, _ => 0);
        var waiting = new Stack<Candidate>(candidates.Reverse());
        while (waiting.TryPop(out var candidate))
        {
            if (next[candidate.File] >= candidate.Wishes.Count) continue;
            var wish = candidate.Wishes[next[candidate.File]];
            var list = taken[wish.Choice];
            list.Add(PlaceOf(candidate, wish));
            if (list.Count <= seats.GetValueOrDefault(wish.Choice)) continue;
            // The last on the list goes on to the next wish.
            var last = list.Max;
            list.Remove(last);
            next[last.File]++;
            waiting.Push(byFile[last.File]);
        }

        return new CommissionProposal(
            candidates.Where(c => next[c.File] < c.Wishes.Count).ToDictionary(c => c.File, c => next[c.File]),
            lists.ToDictionary(l => l.Key, IReadOnlyList<long> (l) => [.. l.Value.Select(p => p.File)]));
    }

    private static Place PlaceOf(Candidate candidate, Candidacy wish) => new(wish.Opinion, -(candidate.Average ?? -1), candidate.Lot, candidate.File);

    // Compared part by part, in this order.
    private readonly record struct Place(GuidanceOpinion Opinion, decimal Behind, uint Lot, long File) : IComparable<Place>
    {
        public int CompareTo(Place other) => (Opinion, Behind, Lot, File).CompareTo((other.Opinion, other.Behind, other.Lot, other.File));
    }
}
