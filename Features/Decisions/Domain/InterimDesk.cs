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

    // The signatures first, then by the order of the visas.
    private static int RankOf(string role) => role switch { Roles.Signatory => 0, Roles.ProvincialDirector => 1, Roles.HeadOfService => 2, _ => 3 };

    /// <summary>By rank, the signature first; two statements.</summary>
    public async Task<IReadOnlyList<OpenPost>> Posts(DecisionActor superior, CancellationToken ct)
    {
        if (Below(superior.Role).Count == 0)
            return [];
        List<OpenPost> posts = [.. await Away(superior, null, ct), .. await Empty(superior, null, null, ct)];
        return [.. posts.OrderBy(p => RankOf(p.Role))];
    }

    /// <summary>The office an address names, on the list or beyond what it shows; null where it is not open to this superior.</summary>
    public async Task<OpenPost?> Find(DecisionActor superior, string? key, CancellationToken ct)
    {
        if (key is null || Below(superior.Role).Count == 0)
            return null;
        if (key.StartsWith('h'))
            return long.TryParse(key[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var hat) ? (await Away(superior, hat, ct)).FirstOrDefault(p => p.Key == key) : null;
        return key.StartsWith('v') && key.IndexOf('-', StringComparison.Ordinal) is > 1 and var cut && int.TryParse(key[1..cut], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? (await Empty(superior, place, key[(cut + 1)..], ct)).FirstOrDefault(p => p.Key == key) : null;
    }

    private IQueryable<Hat> Own(DecisionActor superior)
    {
        var (roles, path) = (Below(superior.Role), superior.PlacePath);
        return db.Hats.Where(h => roles.Contains(h.Role) && h.PlacePath.StartsWith(path) && h.LentByHatId == null && h.DelegatedKinds == null);
    }

    private async Task<List<OpenPost>> Away(DecisionActor superior, long? one, CancellationToken ct)
    {
        var (today, me, own) = (MoroccanDay.Today(clock), superior.AccountId, Own(superior));
        if (one is { } hat)
            own = own.Where(h => h.Id == hat);
        var counting = db.Hats.NotOutlived(db, today);
        var away = await (
            from h in own.LiveOn(today)
            join a in db.Accounts on h.AccountId equals a.Id
            where a.ClosedAt == null && a.Id != me && a.EmployeeId != null
            join p in db.Places on h.PlaceId equals p.Id
            let until = db.Leaves.GrantedOn(today).Where(l => l.EmployeeId == a.EmployeeId).Max(l => (DateOnly?)l.EndsOn)
            where until != null
                && !db.Delegations.Any(d => d.EndedAt == null && d.Kinds == WornHat.AllKinds && d.StartsOn <= today && d.EndsOn >= today && counting.Any(l => l.Id == d.HatId && l.LentByHatId == h.Id && (l.EndsOn == null || l.EndsOn >= today)))
            orderby h.Role == Roles.Signatory ? 0 : h.Role == Roles.ProvincialDirector ? 1 : h.Role == Roles.HeadOfService ? 2 : 3, h.Id
            select new { h.Id, h.Role, h.PlaceId, h.PlacePath, PlaceAr = p.NameAr, PlaceFr = p.NameFr, Account = a.Id, a.NameAr, a.NameLatin, Until = until }).Take(Most).ToListAsync(ct);
        return away.ConvertAll(a => new OpenPost(string.Create(CultureInfo.InvariantCulture, $"h{a.Id}"), a.Role, a.PlaceId, a.PlacePath, a.PlaceAr, a.PlaceFr, a.Id, a.Account, a.NameAr, a.NameLatin, a.Until));
    }

    private async Task<List<OpenPost>> Empty(DecisionActor superior, int? at, string? named, CancellationToken ct)
    {
        var (today, own) = (MoroccanDay.Today(clock), Own(superior));
        if (at is { } place)
            own = own.Where(h => h.PlaceId == place && h.Role == named);
        var counting = db.Hats.NotOutlived(db, today);
        // An office somebody held before, and nobody holds or will by an order already given.
        var empty = await (
            from o in own.Where(h => h.StartsOn <= today && !db.Hats.Any(n => n.Role == h.Role && n.PlaceId == h.PlaceId && n.LentByHatId == null && n.DelegatedKinds == null && (n.EndsOn == null || n.EndsOn >= today) && db.Accounts.Any(a => a.Id == n.AccountId && a.ClosedAt == null)))
                .Select(h => new { h.Role, h.PlaceId, h.PlacePath }).Distinct()
            join p in db.Places on o.PlaceId equals p.Id
            where !db.Delegations.Any(d => d.EndedAt == null && d.CauseCode == Delegation.Vacancy && d.Role == o.Role && d.PlaceId == o.PlaceId && d.StartsOn <= today && d.EndsOn >= today && counting.Any(l => l.Id == d.HatId && (l.EndsOn == null || l.EndsOn >= today)))
            orderby o.Role == Roles.Signatory ? 0 : o.Role == Roles.ProvincialDirector ? 1 : o.Role == Roles.HeadOfService ? 2 : 3, o.PlacePath, o.Role
            select new { o.Role, o.PlaceId, o.PlacePath, PlaceAr = p.NameAr, PlaceFr = p.NameFr }).Take(Most).ToListAsync(ct);
        return empty.ConvertAll(e => new OpenPost(string.Create(CultureInfo.InvariantCulture, $"v{e.PlaceId}-{e.Role}"), e.Role, e.PlaceId, e.PlacePath, e.PlaceAr, e.PlaceFr, null, null, null, null, null));
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
        if (await Find(superior, key, ct) is not { } post)
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
        if (await Changed(superior, post, until, ct) is { } changed)
            return changed;
        if ((await People(post, superior, ct)).FirstOrDefault(p => p.Account == account) is not { } person || person.Until < from)
            return Refusal.Invalid("Delegate", "decisions.delegation.who-needed");
        return await desk.Name(superior, Lent(post, superior), person, from, until, ct);
    }

    // Read again once it is held: whoever is back, or was given the office, or was named for it, at this moment comes wholly before or wholly after.
    private async Task<Refusal?> Changed(DecisionActor superior, OpenPost post, DateOnly until, CancellationToken ct)
    {
        var (today, place) = (MoroccanDay.Today(clock), post.PlaceId);
        if (post.Account is not { } holder)
        {
            _ = await db.Places.Where(p => p.Id == place).Select(p => p.Id).ForUpdate().SingleAsync(ct);
            return await Find(superior, post.Key, ct) is null ? Refusal.Stale : null;
        }

        var employee = await db.Accounts.Where(a => a.Id == holder).Select(a => a.EmployeeId).SingleAsync(ct) ?? 0;
        var leaves = await db.Leaves.AwayOn(today).Where(l => l.EmployeeId == employee && l.State == LeaveState.Granted).Select(l => new { l.Id, l.EndsOn }).OrderBy(l => l.Id).ForUpdate().ToListAsync(ct);
        return leaves.Count == 0 ? Refusal.Stale
            : leaves.Max(l => l.EndsOn) is var back && until > back ? Refusal.Invalid("Until", "decisions.interim.beyond-leave", Formats.ShortDate(back)) : null;
    }

    private static LentPost Lent(OpenPost post, DecisionActor superior) => new(post.Role, post.PlaceId, post.PlacePath, post.HatId ?? superior.HatId) { Account = post.Account, HolderAr = post.HolderAr, HolderLatin = post.HolderLatin };
}
