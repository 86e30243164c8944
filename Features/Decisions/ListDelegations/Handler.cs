using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListDelegations;

/// <param name="Show">running (also without it): those whose last day is to come; over; all.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Show, int Page, bool IsWhole) : IQuery<Delegations>;

/// <summary>One page of acts, the latest first.</summary>
public sealed record Delegations(string Show, int Total, int Page, IReadOnlyList<DelegationLine> Lines) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Kinds">By name; empty where it is for all.</param>
/// <param name="CanEnd">The reader gave it, was given it or is the holder in whose place it was named, and it is not over.</param>
public sealed record DelegationLine(
    long Id, int Version, string Number, string Role, string PlaceAr, string PlaceFr, string GiverAr, string GiverLatin, string DelegateAr, string DelegateLatin,
    IReadOnlyList<Named> Kinds, DateOnly StartsOn, DateOnly EndsOn, DelegationState State, bool CanEnd)
{
    /// <summary>A superior named it.</summary>
    public bool IsInterim { get; init; }

    /// <summary>The absent holder in whose place it was named.</summary>
    public string? ForAr { get; init; }

    public string? ForLatin { get; init; }
}

/// <remarks>Three statements.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Delegations>
{
    private const int Most = 5_000;

    internal static readonly string[] Shows = ["running", "over", "all"];

    public async Task<Outcome<Delegations>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (today, me, show) = (MoroccanDay.Today(clock), user.AccountId, Shows.Contains(query.Show) ? query.Show! : Shows[0]);
        var acts = db.Delegations.SeenBy(user);
        acts = show switch
        {
            "running" => acts.Where(d => d.EndedAt == null && d.EndsOn >= today),
            "over" => acts.Where(d => d.EndedAt != null || d.EndsOn < today),
            _ => acts,
        };
        var total = query.IsWhole ? 0 : await acts.CountAsync(ct);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (total + Delegations.PageSize - 1) / Delegations.PageSize));
        // The role lent counts no longer than that of who lent it, and than the one that qualified for it.
        var counting = db.Hats.NotOutlived(db, today);
        var rows = await (
            from d in acts.OrderByDescending(d => d.Id).Skip(query.IsWhole ? 0 : (page - 1) * Delegations.PageSize).Take(query.IsWhole ? Most : Delegations.PageSize)
            join p in db.Places on d.PlaceId equals p.Id
            orderby d.Id descending
            select new
            {
                Act = d,
                p.NameAr,
                p.NameFr,
                Counts = counting.Any(h => h.Id == d.HatId && (h.EndsOn == null || h.EndsOn >= today)),
            }).AsNoTracking().ToListAsync(ct);
        var below = user.Has(Permissions.Interim) ? InterimDesk.Below(user.Role) : [];
        var names = rows.TrueForAll(r => r.Act.IsForAll) ? [] : await db.DecisionProcedures.GroupBy(p => p.Kind).Select(g => new { Kind = g.Key, Ar = g.Max(p => p.NameAr)!, Fr = g.Max(p => p.NameFr)! }).ToDictionaryAsync(n => n.Kind, n => new Named(n.Ar, n.Fr), ct);
        return new Delegations(show, query.IsWhole ? rows.Count : total, page, rows.ConvertAll(r =>
        {
            var act = r.Act;
            var state = Delegation.StateOn(today, act.StartsOn, act.EndsOn, act.EndedAt, r.Counts);
            return new DelegationLine(act.Id, act.Version, act.Number!, act.Role, r.NameAr, r.NameFr, act.GiverAr, act.GiverLatin, act.DelegateAr, act.DelegateLatin,
                act.IsForAll ? [] : [.. act.Kinds.Split(' ').Select(k => names.GetValueOrDefault(k) ?? new Named(k, k))], act.StartsOn, act.EndsOn, state,
                (act.GiverAccountId == me || act.DelegateAccountId == me || act.ForAccountId == me || (act.IsInterim && below.Contains(act.Role) && act.PlacePath.StartsWith(user.PlacePath, StringComparison.Ordinal))) && state is (DelegationState.Coming or DelegationState.Running))
            { IsInterim = act.IsInterim, ForAr = act.ForAr, ForLatin = act.ForLatin };
        }));
    }
}
