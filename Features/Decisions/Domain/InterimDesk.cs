using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>An office of the visa chain whose holder is on leave, or which nobody holds, and for which the reader may name somebody.</summary>
/// <param name="Key">How an address names it.</param>
/// <param name="HatId">The absent holder's role; null where there is none.</param>
/// <param name="Until">The holder's last day of leave; null for an office without a holder.</param>
public sealed record OpenPost(string Key, string Role, int PlaceId, string PlacePath, string PlaceAr, string PlaceFr, long? HatId, long? Account, string? HolderAr, string? HolderLatin, DateOnly? Until);

/// <summary>
/// An interim named by a superior (PLT-9): who may give a role by the rank of the tree (<see cref="StaffRoles.GivenBy(string)"/>) names a person of the office
/// while its holder is away and has named nobody. Financial control answers to another ministry, which names its own.
/// </summary>
public sealed class InterimDesk(MassarDb db, DelegationDesk desk, TimeProvider clock)
{
    /// <summary>Offices listed at most, absences before offices without a holder.</summary>
    public const int Most = 60;

    /// <summary>Roles of gates that a role gives, and that somebody else is trusted with.</summary>
    public static IReadOnlyList<string> Below(string role) => [.. StaffRoles.GivenBy(role).Where(r => ProcedureEditions.RolesOfGates.Contains(r) && StaffRoles.TrustedWith(r).Count > 0)];

    /// <summary>Three statements.</summary>
    public async Task<IReadOnlyList<OpenPost>> Posts(DecisionActor superior, CancellationToken ct)
    {
        var (today, roles, path, me) = (MoroccanDay.Today(clock), Below(superior.Role), superior.PlacePath, superior.AccountId);
        if (roles.Count == 0)
            return [];
        var own = db.Hats.Where(h => roles.Contains(h.Role) && h.PlacePath.StartsWith(path) && h.LentByHatId == null && h.DelegatedKinds == null);
        var away = await (
            from h in own.LiveOn(today)
            join a in db.Accounts on h.AccountId equals a.Id
            where a.ClosedAt == null && a.Id != me && a.EmployeeId != null
            join p in db.Places on h.PlaceId equals p.Id
            let until = db.Leaves.GrantedOn(today).Where(l => l.EmployeeId == a.EmployeeId).Max(l => (DateOnly?)l.EndsOn)
            where until != null
                && !db.Delegations.Any(d => d.EndedAt == null && d.Kinds == WornHat.AllKinds && d.StartsOn <= today && d.EndsOn >= today && db.Hats.Any(l => l.Id == d.HatId && l.LentByHatId == h.Id && (l.EndsOn == null || l.EndsOn >= today)))
            orderby h.Id
            select new { h.Id, h.Role, h.PlaceId, h.PlacePath, PlaceAr = p.NameAr, PlaceFr = p.NameFr, Account = a.Id, a.NameAr, a.NameLatin, Until = until }).Take(Most).ToListAsync(ct);
        // An office somebody held before, and nobody holds or will by an order already given.
        var empty = await (
            from o in own.Where(h => h.StartsOn <= today && !db.Hats.Any(n => n.Role == h.Role && n.PlaceId == h.PlaceId && n.LentByHatId == null && n.DelegatedKinds == null && (n.EndsOn == null || n.EndsOn >= today) && db.Accounts.Any(a => a.Id == n.AccountId && a.ClosedAt == null)))
                .Select(h => new { h.Role, h.PlaceId, h.PlacePath }).Distinct()
            join p in db.Places on o.PlaceId equals p.Id
            where !db.Delegations.Any(d => d.EndedAt == null && d.CauseCode == Delegation.Vacancy && d.Role == o.Role && d.PlaceId == o.PlaceId && d.StartsOn <= today && d.EndsOn >= today && db.Hats.Any(l => l.Id == d.HatId && (l.EndsOn == null || l.EndsOn >= today)))
            orderby o.PlacePath, o.Role
            select new { o.Role, o.PlaceId, o.PlacePath, PlaceAr = p.NameAr, PlaceFr = p.NameFr }).Take(Most).ToListAsync(ct);
        return
        [
            .. away.Select(a => new OpenPost(string.Create(CultureInfo.InvariantCulture, $"h{a.Id}"), a.Role, a.PlaceId, a.PlacePath, a.PlaceAr, a.PlaceFr, a.Id, a.Account, a.NameAr, a.NameLatin, a.Until)),
            .. empty.Select(e => new OpenPost(string.Create(CultureInfo.InvariantCulture, $"v{e.PlaceId}-{e.Role}"), e.Role, e.PlaceId, e.PlacePath, e.PlaceAr, e.PlaceFr, null, null, null, null, null)),
        ];
    }

    /// <summary>Who could be named for an office: of those who work there and are trusted with its role, whoever is not away, nor the superior himself.</summary>
    public async Task<IReadOnlyList<PersonToTrust>> People(OpenPost post, DecisionActor superior, CancellationToken ct)
    {
        var (today, people) = (MoroccanDay.Today(clock), await desk.People(Lent(post, superior), post.Account ?? 0, ct));
        var (files, mine) = (people.ConvertAll(p => p.Employee), await Hands.Of(db, superior.AccountId, superior.EmployeeId, null, ct));
        var absent = await db.Leaves.AwayOn(today).Where(l => files.Contains(l.EmployeeId)).Select(l => l.EmployeeId).ToListAsync(ct);
        return [.. people.Where(p => !absent.Contains(p.Employee) && !mine.Did(p.Account))];
    }

    /// <param name="most">Days an act lasts at most.</param>
    public async Task<Outcome<DelegationIssued>> Name(DecisionActor superior, string? key, long account, DateOnly from, DateOnly until, int most, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        if ((await Posts(superior, ct)).FirstOrDefault(p => p.Key == key) is not { } post)
            return Refusal.NotFound;
        if (from < today)
            return Refusal.Invalid("From", "decisions.delegation.past");
        if (until < from)
            return Refusal.Invalid("Until", "decisions.delegation.before");
        if (until > from.AddDays(most - 1))
            return Refusal.Invalid("Until", "decisions.delegation.far", most);
        if (post.Until is { } back && until > back)
            return Refusal.Invalid("Until", "decisions.interim.beyond-leave", Formats.ShortDate(back));
        // The role that lends is held: of two acts given at once the second finds the first.
        var lender = post.HatId ?? superior.HatId;
        var hat = await db.Hats.Where(h => h.Id == lender).ForUpdate().SingleAsync(ct);
        if (hat.EndsOn is { } last && last < until)
            return Refusal.Invalid("Until", "decisions.interim.own-ends", Formats.ShortDate(last));
        if ((await People(post, superior, ct)).FirstOrDefault(p => p.Account == account) is not { } person || person.Until < from)
            return Refusal.Invalid("Delegate", "decisions.delegation.who-needed");
        return await desk.Name(superior, Lent(post, superior), person, from, until, ct);
    }

    private static LentPost Lent(OpenPost post, DecisionActor superior) => new(post.Role, post.PlaceId, post.PlacePath, post.HatId ?? superior.HatId) { Account = post.Account, HolderAr = post.HolderAr, HolderLatin = post.HolderLatin };
}
