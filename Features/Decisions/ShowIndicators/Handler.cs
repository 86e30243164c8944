using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ShowIndicators;

/// <param name="Kind">One procedure; all without it.</param>
/// <param name="Months">How far back: 3, 6 or 12 (also without it).</param>
/// <param name="Show">own (also without it): offices above and below the reader's place; all: the whole country.</param>
/// <param name="IsWhole">All lines, for a file.</param>
public sealed record Query(string? Kind, string? Months, string? Show, int Page, bool IsWhole) : IQuery<Indicators>;

/// <summary>What was done with decisions since a day, by procedure, and the days each office took.</summary>
/// <param name="Since">The first day looked at.</param>
public sealed record Indicators(string? Kind, int Months, string Show, DateOnly Since, int Total, int Page, IReadOnlyList<ProcedureCount> Procedures, IReadOnlyList<OfficeDelay> Lines)
{
    public const int PageSize = 50;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    /// <summary>What may be chosen, by name.</summary>
    public required IReadOnlyList<(string Kind, string NameAr, string NameFr)> Kinds { get; init; }
}

/// <param name="Waiting">Wait now for an act of some office below the reader's place, whatever was done since the day.</param>
/// <param name="Late">Of those, past what is usual there.</param>
public sealed record ProcedureCount(string Kind, string NameAr, string NameFr, int Signed, int Returned, int Refused, int Waiting, int Late);

/// <summary>How long one office took: calendar days from the arrival of a decision to its act there, whatever the act was.</summary>
/// <param name="Role">Which office of the place: a role of <see cref="Roles"/>.</param>
/// <param name="Median">Half took no longer.</param>
/// <param name="Ninth">Nine of ten took no longer (the 90th percentile by rank).</param>
public sealed record OfficeDelay(string Kind, string KindAr, string KindFr, int PlaceId, string PlaceAr, string PlaceFr, string Role, int Acts, int Median, int Ninth, int Slowest);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Indicators>
{
    internal static readonly string[] Spans = ["3", "6", "12"];

    internal static readonly string[] Shows = ["own", "all"];

    private static readonly DecisionAct[] Ends = [DecisionAct.Granted, DecisionAct.Returned, DecisionAct.Refused, DecisionAct.Signed];

    public async Task<Outcome<Indicators>> Handle(Query query, CancellationToken ct)
    {
        var months = int.Parse(Spans.Contains(query.Months) ? query.Months! : Spans[^1], System.Globalization.CultureInfo.InvariantCulture);
        var show = Shows.Contains(query.Show) ? query.Show! : Shows[0];
        var today = MoroccanDay.Today(clock);
        var day = today.AddMonths(-months);
        var since = MoroccanHour.Utc(day, TimeOnly.MinValue);

        var procedures = await db.DecisionProcedures.AsNoTracking().OrderBy(p => p.Id).Select(p => new { p.Id, p.Kind, p.NameAr, p.NameFr }).ToListAsync(ct);
        // The latest edition names the procedure.
        var names = procedures.GroupBy(p => p.Kind).Select(g => (Kind: g.Key, g.Last().NameAr, g.Last().NameFr)).OrderBy(n => n.Kind, StringComparer.Ordinal).ToList();
        var kind = names.Exists(n => n.Kind == query.Kind) ? query.Kind : null;
        var chosen = procedures.Where(p => kind is null || p.Kind == kind).Select(p => p.Id).ToList();

        var acts = from v in db.DecisionVisas
                   where chosen.Contains(v.ProcedureId) && v.Step > 0 && v.At >= since && Ends.Contains(v.Act)
                   join p in db.Places on v.PlaceId equals p.Id
                   select new { Visa = v, Place = p };
        if (show == "own")
        {
            var (path, above) = (user.PlacePath, DecisionReader.Path(user.PlacePath));
            acts = acts.Where(a => a.Place.Path.StartsWith(path) || above.Contains(a.Place.Id));
        }

        var counts = await acts
            .GroupBy(a => new { a.Visa.ProcedureId, a.Visa.PlaceId, a.Visa.Role, a.Visa.Act, a.Visa.WaitedDays })
            .Select(g => new { g.Key.ProcedureId, g.Key.PlaceId, g.Key.Role, g.Key.Act, g.Key.WaitedDays, Ar = g.Max(a => a.Place.NameAr), Fr = g.Max(a => a.Place.NameFr), Count = g.Count() })
            .ToListAsync(ct);
        var waiting = await db.Decisions.InReachOf(user).Where(d => chosen.Contains(d.ProcedureId) && (d.State == DecisionState.InVisa || d.State == DecisionState.ToSign))
            .GroupBy(d => d.Kind).Select(g => new { Kind = g.Key, Count = g.Count(), Late = g.Count(d => d.LateAfter < today) }).ToListAsync(ct);

        var kindOf = procedures.ToDictionary(p => p.Id, p => p.Kind);
        var byKind = counts.ToLookup(c => kindOf[c.ProcedureId]);
        var lines = (
            from n in names
            from office in byKind[n.Kind].GroupBy(c => (c.PlaceId, c.Role))
            let days = office.GroupBy(c => c.WaitedDays).Select(g => (Number: g.Key, Count: g.Sum(c => c.Count))).ToList()
            let first = office.First()
            orderby n.Kind, first.Fr, first.PlaceId, office.Key.Role
            select new OfficeDelay(n.Kind, n.NameAr, n.NameFr, office.Key.PlaceId, first.Ar, first.Fr, office.Key.Role,
                days.Sum(d => d.Count), OfficeHabits.Median(days), OfficeHabits.NinthOfTen(days), days.Max(d => d.Number))).ToList();
        var done = (
            from n in names
            let acted = byKind[n.Kind].ToList()
            let now = waiting.Find(w => w.Kind == n.Kind)
            where acted.Count > 0 || now is not null
            let of = (Func<DecisionAct, int>)(act => acted.Where(c => c.Act == act).Sum(c => c.Count))
            select new ProcedureCount(n.Kind, n.NameAr, n.NameFr, of(DecisionAct.Signed), of(DecisionAct.Returned), of(DecisionAct.Refused), now?.Count ?? 0, now?.Late ?? 0)).ToList();

        var page = Math.Clamp(query.Page, 1, Math.Max(1, (lines.Count + Indicators.PageSize - 1) / Indicators.PageSize));
        return new Indicators(kind, months, show, day, lines.Count, page, done, query.IsWhole ? lines : [.. lines.Skip((page - 1) * Indicators.PageSize).Take(Indicators.PageSize)]) { Kinds = names };
    }
}
