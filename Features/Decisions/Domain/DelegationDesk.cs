using Massar.Features.Accounts.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>Somebody who may be given a visa or the signature for a time.</summary>
public sealed record PersonToTrust(long Account, long Employee, string NameAr, string NameLatin, string Role, string PlaceAr, string PlaceFr)
{
    /// <summary>Last day of the office that qualifies him; null without end.</summary>
    public DateOnly? Until { get; init; }
}

public sealed record KindNamed(string Kind, string NameAr, string NameFr);

/// <summary>An office whose visa or signature somebody else is given for a time.</summary>
/// <param name="LenderHatId">The role it is lent by and ends with: the holder's own, or the superior's where nobody holds the office.</param>
public sealed record LentPost(string Role, int PlaceId, string PlacePath, long LenderHatId)
{
    /// <summary>The absent holder, where a superior names somebody in his place.</summary>
    public long? Account { get; init; }

    public string? HolderAr { get; init; }

    public string? HolderLatin { get; init; }
}

/// <summary>What is given to whom, and when.</summary>
/// <param name="Account">Of the person.</param>
/// <param name="Kinds">Codes of kinds of decision; null for all.</param>
public sealed record DelegationOrder(long Account, DateOnly From, DateOnly Until, string Cause, IReadOnlyList<string>? Kinds);

/// <summary>An act with its number and the code under which its paper is verified.</summary>
public sealed record DelegationIssued(long Delegation, string Number, string VerificationCode);

/// <summary>Judges, numbers, draws, seals and keeps an act of delegation, and lends the role, all in the caller's transaction.</summary>
public sealed class DelegationDesk(
    MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Facts facts, TimeProvider clock)
{
    private const int MostPeople = 200;

    private static Refusal Family => Refusal.Conflict("decisions.delegation.family").Next("decisions.delegation.family-next").Recorded();

    /// <summary>Who works at or below the giver's place in a role that is trusted with his, and does not hold it there already.</summary>
    public Task<List<PersonToTrust>> People(DecisionActor giver, CancellationToken ct) => People(new LentPost(giver.Role, giver.PlaceId, giver.PlacePath, giver.HatId), giver.AccountId, ct);

    /// <summary>Who works at or below an office in a role that is trusted with its own, and does not hold it there already.</summary>
    /// <param name="me">The holder's account; 0 where there is none.</param>
    public async Task<List<PersonToTrust>> People(LentPost post, long me, CancellationToken ct)
    {
        var (today, role, place, path, suitable) = (MoroccanDay.Today(clock), post.Role, post.PlaceId, post.PlacePath, StaffRoles.TrustedWith(post.Role));
        var found = await (
            from h in db.Hats.LiveOn(today)
            where suitable.Contains(h.Role) && h.PlacePath.StartsWith(path) && h.LentByHatId == null
            join a in db.Accounts on h.AccountId equals a.Id
            where a.ClosedAt == null && a.EmployeeId != null && a.Id != me
                && !db.Hats.Any(o => o.AccountId == a.Id && o.Role == role && o.PlaceId == place && o.LentByHatId == null && o.StartsOn <= today && (o.EndsOn == null || o.EndsOn >= today))
            join p in db.Places on h.PlaceId equals p.Id
            orderby a.NameAr, a.Id, h.Id
            select new PersonToTrust(a.Id, a.EmployeeId!.Value, a.NameAr, a.NameLatin, h.Role, p.NameAr, p.NameFr) { Until = h.EndsOn }).Take(MostPeople).ToListAsync(ct);
        // Of several offices the one that lasts longest.
        return [.. found.GroupBy(p => p.Account).Select(g => g.MaxBy(p => p.Until ?? DateOnly.MaxValue)!)];
    }

    /// <summary>Kinds of decision that pass by a role.</summary>
    public async Task<List<KindNamed>> Kinds(string role, CancellationToken ct) =>
        [.. (await db.DecisionProcedures.Where(p => p.Steps.Any(s => s.Role == role)).GroupBy(p => p.Kind).Select(g => new KindNamed(g.Key, g.Max(p => p.NameAr)!, g.Max(p => p.NameFr)!)).ToListAsync(ct)).OrderBy(k => k.Kind, StringComparer.Ordinal)];

    /// <param name="most">Days an act lasts at most.</param>
    public async Task<Outcome<DelegationIssued>> Give(DecisionActor giver, DelegationOrder order, int most, CancellationToken ct)
    {
        var (today, from, until, worn) = (MoroccanDay.Today(clock), order.From, order.Until, giver.HatId);
        if (from < today)
            return Refusal.Invalid("From", "decisions.delegation.past");
        if (until < from)
            return Refusal.Invalid("Until", "decisions.delegation.before");
        if (until > from.AddDays(most - 1))
            return Refusal.Invalid("Until", "decisions.delegation.far", most);
        var known = await Kinds(giver.Role, ct);
        if (order.Kinds?.Any(k => !known.Exists(one => one.Kind == k)) == true)
            return Refusal.Invalid("Kinds", "decisions.delegation.kinds-needed");

        // What is given because of a leave lasts no longer than the leave.
        if (order.Cause == Delegation.Absence)
        {
            var absent = giver.EmployeeId ?? 0;
            var back = await db.Leaves.AbsentUntil(absent, from, ct);
            if (back < until)
                return Refusal.Invalid("Until", "decisions.delegation.beyond-leave", Formats.ShortDate(back.Value));
        }

        // The giver's role is held: of two acts given at once the second finds the first.
        var mine = await db.Hats.Where(h => h.Id == worn).ForUpdate().SingleAsync(ct);
        if (mine.EndsOn is { } last && last < until)
            return Refusal.Invalid("Until", "decisions.delegation.own-ends", Formats.ShortDate(last));
        if ((await People(giver, ct)).Find(p => p.Account == order.Account) is not { } person || person.Until < from)
            return Refusal.Invalid("Delegate", "decisions.delegation.who-needed");
        if ((await Kinship.WithSelf(db, giver.EmployeeId, ct)).Contains(person.Employee))
            return Family;
        // What he is trusted with ends with what he is.
        if (person.Until is { } qualified && qualified < until)
            (until, order) = (qualified, order with { Until = qualified });
        var kinds = order.Kinds is null ? WornHat.AllKinds : string.Join(' ', order.Kinds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var post = new LentPost(giver.Role, giver.PlaceId, giver.PlacePath, worn);
        if (await Overlap(post, kinds, isVacant: false, from, until, ct) is { } other)
            return other;

        var act = await Lend(giver, post, order, person, kinds, ct);
        return await Issue(act, giver, person, [.. known.Where(k => order.Kinds?.Contains(k.Kind) == true).Select(k => new Named(k.NameAr, k.NameFr))], ct);
    }

    /// <summary>A superior, who may name accounts there, names somebody of an office whose holder is on leave, or which nobody holds, for all its decisions.</summary>
    /// <param name="giver">The superior.</param>
    /// <param name="post">The office with its absent holder; <see cref="InterimDesk"/> has found it so, and what lends it is held.</param>
    public async Task<Outcome<DelegationIssued>> Name(DecisionActor giver, LentPost post, PersonToTrust person, DateOnly from, DateOnly until, CancellationToken ct)
    {
        if ((await Kinship.WithSelf(db, giver.EmployeeId, ct)).Contains(person.Employee))
            return Family;
        if (person.Until is { } qualified && qualified < until)
            until = qualified;
        if (await Overlap(post, WornHat.AllKinds, post.Account is null, from, until, ct) is { } other)
            return other;
        var order = new DelegationOrder(person.Account, from, until, post.Account is null ? Delegation.Vacancy : Delegation.Interim, null);
        var act = await Lend(giver, post, order, person, WornHat.AllKinds, ct);
        return await Issue(act, giver, person, [], ct);
    }

    // Two acts never give one kind of decision of one holder to two people; an office without a holder is lent once, by whichever superior. An act whose person has lost what qualified him blocks nothing.
    private async Task<Refusal?> Overlap(LentPost post, string kinds, bool isVacant, DateOnly from, DateOnly until, CancellationToken ct)
    {
        var (role, place, lender) = (post.Role, post.PlaceId, post.LenderHatId);
        var counting = db.Hats.NotOutlived(db, MoroccanDay.Today(clock));
        var running = await db.Delegations.Where(d => d.Role == role && d.PlaceId == place && d.EndedAt == null && d.StartsOn <= until && d.EndsOn >= from && counting.Any(h => h.Id == d.HatId && (h.LentByHatId == lender || (isVacant && d.CauseCode == Delegation.Vacancy)) && (h.EndsOn == null || h.EndsOn >= from)))
            .Select(d => new { d.Number, d.Kinds, d.StartsOn, d.EndsOn }).ToListAsync(ct);
        return running.Find(r => Delegation.Meet(r.Kinds, kinds)) is { } other
            ? Refusal.Conflict("decisions.delegation.overlap", other.Number ?? "", Formats.ShortDate(other.StartsOn), Formats.ShortDate(other.EndsOn)).Next("decisions.delegation.overlap-next") : null;
    }

    private async Task<Delegation> Lend(DecisionActor giver, LentPost post, DelegationOrder order, PersonToTrust person, string kinds, CancellationToken ct)
    {
        var hat = new Hat { AccountId = person.Account, Role = post.Role, PlaceId = post.PlaceId, PlacePath = post.PlacePath, StartsOn = order.From, EndsOn = order.Until, LentByHatId = post.LenderHatId, DelegatedKinds = kinds };
        db.Hats.Add(hat);
        await PrintedCode.VoidFor(db, hat, clock.GetUtcNow().UtcDateTime, ct);
        await db.SaveChangesAsync(ct);
        var act = new Delegation
        {
            PlaceId = post.PlaceId,
            PlacePath = post.PlacePath,
            Role = post.Role,
            GiverHatId = giver.HatId,
            GiverAccountId = giver.AccountId,
            GiverAr = giver.NameAr,
            GiverLatin = giver.NameLatin,
            ForAccountId = post.Account,
            ForAr = post.HolderAr,
            ForLatin = post.HolderLatin,
            DelegateAccountId = person.Account,
            DelegateAr = person.NameAr,
            DelegateLatin = person.NameLatin,
            DelegateRole = person.Role,
            HatId = hat.Id,
            Kinds = kinds,
            CauseCode = order.Cause,
            StartsOn = order.From,
            EndsOn = order.Until,
            At = clock.GetUtcNow().UtcDateTime,
        };
        db.Delegations.Add(act);
        await db.SaveChangesAsync(ct);
        return act;
    }

    private async Task<Outcome<DelegationIssued>> Issue(Delegation act, DecisionActor giver, PersonToTrust person, IReadOnlyList<Named> kinds, CancellationToken ct)
    {
        // The paper is of the office that gives it, and so is its number.
        var (from, at) = (giver.PlaceId, act.PlaceId);
        var places = await db.Places.AsNoTracking().Where(p => p.Id == from || p.Id == at).ToListAsync(ct);
        var (place, worn) = (places.Single(p => p.Id == from), places.Single(p => p.Id == at));
        var above = await db.OfficesOf(place.Path, ct);
        // The last thing that waits for others: the register's row stays held until the end of the transaction.
        var (year, code) = (register.Year, DocumentCode.New());
        var number = await register.Take(place.Id, Delegation.Register, year, ct);
        var content = new DelegationContent(act, kinds, number, year, code, address.Of(code), new Named(worn.NameAr, worn.NameFr), new Named(person.PlaceAr, person.PlaceFr), above, options.Demo) { GiverRoleCode = giver.Role, From = new Named(place.NameAr, place.NameFr) };
        var file = await AcademySeal.Try(() => seal.Seal(new DelegationDocument(content), above.Academy?.Code, above.Academy?.NameAr, $"{place.NameAr} {content.NumberShown}", ct), ("decisions.unprintable", "decisions.unprintable-next"));
        if (file.IsRefused)
            return file.Refusal!;
        var document = archive.Store(new DocumentDraft(place.Id, Delegation.Register, year, number, code, content.Facts(), act.At), file.Value);
        await db.SaveChangesAsync(ct);
        act.Issue(content.NumberShown, document.Id);
        await facts.Tell(new DelegationChanged(act.Id, place.Id, person.Account, content.NumberShown, act.StartsOn, act.EndsOn, IsEnded: false), ct);
        if (act.ForAccountId is { } holder)
            await facts.Tell(new InterimNamed(act.Id, place.Id, holder, content.NumberShown, act.StartsOn, act.EndsOn, IsEnded: false), ct);
        await db.SaveChangesAsync(ct);
        return new DelegationIssued(act.Id, content.NumberShown, code);
    }
}
