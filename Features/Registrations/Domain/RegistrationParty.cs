using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Registrations.Domain;

/// <summary>What the owner of a request answered the other guardian.</summary>
public enum PartyState
{
    Asked = 0,
    Accepted = 1,
    Refused = 2,

    /// <summary>Accepted once, and no longer.</summary>
    Ended = 3,
}

/// <summary>How a joiner stands on a given day: as answered, or waiting until it is too late.</summary>
public enum PartyStanding
{
    Asked,
    Accepted,
    Refused,
    Ended,
    Expired,
}

/// <summary>What a telephone sees of a request.</summary>
public enum Sight
{
    /// <summary>Nothing: refused, ended or never answered.</summary>
    None,

    /// <summary>The state and since when; no name, no school, no reason.</summary>
    StateOnly,

    /// <summary>What a guardian of the child may know: names, school, answers of the school. Not what the other one typed of themselves.</summary>
    Guardian,

    /// <summary>Everything; it alone corrects, withdraws and appeals.</summary>
    Owner,
}

/// <summary>
/// The child's other guardian, who filled a file of their own for the same child and asked to follow this one. Sees the state until the
/// owner answers, then the request as a guardian does, and never the other one's contact data.
/// </summary>
public sealed class RegistrationParty
{
    /// <summary>After so long without an answer nothing is seen any more; the same telephone may ask again.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(14);

    public required long RegistrationId { get; init; }

    /// <summary>E.164.</summary>
    public required string Phone { get; init; }

    public required string Language { get; set; }

    /// <summary>When it asked, the last time.</summary>
    public required DateTime JoinedAt { get; set; }

    public PartyState State { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public PartyStanding StandingAt(DateTime now) => StandingOf(State, JoinedAt, now);

    public static PartyStanding StandingOf(PartyState state, DateTime askedAt, DateTime now) => state switch
    {
        PartyState.Accepted => PartyStanding.Accepted,
        PartyState.Refused => PartyStanding.Refused,
        PartyState.Ended => PartyStanding.Ended,
        _ => askedAt + AnswerWithin <= now ? PartyStanding.Expired : PartyStanding.Asked,
    };

    /// <summary>The owner's answer; the same one given twice changes nothing. An accepted one may be ended, nothing else is taken back.</summary>
    public Refusal? Answer(PartyState answer, DateTime now)
    {
        if (State == answer && answer != PartyState.Asked)
            return null;
        var may = answer switch
        {
            PartyState.Accepted or PartyState.Refused => StandingAt(now) == PartyStanding.Asked,
            PartyState.Ended => State == PartyState.Accepted,
            _ => false,
        };
        if (!may)
            return StandingAt(now) == PartyStanding.Expired
                ? Refusal.Conflict("registrations.joins.expired").Next("registrations.joins.expired.next")
                : Refusal.Conflict("registrations.joins.answered").Next("registrations.state-changed.next");
        (State, AnsweredAt) = (answer, now);
        return null;
    }

    /// <summary>Asks again when the first time was never answered.</summary>
    public Refusal? AskAgain(string language, DateTime now) => StandingAt(now) switch
    {
        PartyStanding.Expired => Renew(language, now),
        PartyStanding.Refused => Refused,
        PartyStanding.Ended => Ended,
        _ => null,
    };

    /// <summary>What is said to a joiner who sees nothing; null to one who does.</summary>
    public static Refusal? Closed(PartyStanding standing) => standing switch
    {
        PartyStanding.Refused => Refused,
        PartyStanding.Ended => Ended,
        PartyStanding.Expired => Refusal.Conflict("registrations.join.expired").Next("registrations.join.expired.next"),
        _ => null,
    };

    public static Refusal Ended => Refusal.Conflict("registrations.join.ended").Next("registrations.join.see-school");

    private static Refusal Refused => Refusal.Conflict("registrations.join.refused").Next("registrations.join.see-school");

    private Refusal? Renew(string language, DateTime now)
    {
        (Language, JoinedAt) = (language, now);
        return null;
    }
}

public sealed class RegistrationPartyConfiguration : IEntityTypeConfiguration<RegistrationParty>
{
    public void Configure(EntityTypeBuilder<RegistrationParty> builder)
    {
        builder.HasKey(p => new { p.RegistrationId, p.Phone });
        builder.HasOne<Registration>().WithMany().HasForeignKey(p => p.RegistrationId);
        builder.Property(p => p.Phone).IsCode(20);
        builder.HasIndex(p => p.Phone);
        builder.Property(p => p.Language).IsCode(5);
    }
}

/// <summary>The other guardian as the owner sees them: what they said of themselves, and the end of their telephone number.</summary>
/// <param name="From">The joiner's own request, which went into this one.</param>
/// <param name="Quality">1 father, 2 mother, 3 other guardian, as they said.</param>
/// <param name="AnswerBy">The last day to answer; null once answered.</param>
public sealed record Joiner(long RegistrationId, string Number, long From, string NameAr, string NameLatin, string Quality, string MaskedPhone, PartyStanding Standing, DateOnly? AnswerBy);

/// <summary>Who asked to follow which request, and what they may see of it.</summary>
public static class Parties
{
    /// <summary>Those of these requests of one's own who wait for an answer or were accepted.</summary>
    public static async Task<IReadOnlyList<Joiner>> JoinersOf(this MassarDb db, IReadOnlyCollection<long> requests, DateTime now, CancellationToken ct)
    {
        if (requests.Count == 0)
            return [];
        var rows = await (
            from party in db.RegistrationParties.AsNoTracking()
            where requests.Contains(party.RegistrationId) && (party.State == PartyState.Asked || party.State == PartyState.Accepted)
            join own in db.Registrations on party.Phone equals own.Phone
            where own.State == RegistrationState.Merged && own.MergedIntoId == party.RegistrationId
            join request in db.Registrations on party.RegistrationId equals request.Id
            orderby own.Id descending
            select new { party.RegistrationId, request.SchoolYearId, From = own.Id, party.Phone, own.Answers, party.State, party.JoinedAt }).Take(20).ToListAsync(ct);
        // Somebody may have filled two files that went into this one: the last speaks.
        return [.. rows.DistinctBy(r => (r.RegistrationId, r.Phone)).Select(r => (Row: r, Standing: RegistrationParty.StandingOf(r.State, r.JoinedAt, now)))
            .Where(r => r.Standing is PartyStanding.Asked or PartyStanding.Accepted)
            .Select(r =>
            {
                var answers = new Answers(r.Row.Answers);
                var who = Topics.Applicant(answers);
                string Name(string script) => who is null ? "" : $"{answers.Text($"{who}LastName{script}")} {answers.Text($"{who}FirstName{script}")}".Trim();
                return new Joiner(r.Row.RegistrationId, Registration.NumberOf(r.Row.SchoolYearId, r.Row.RegistrationId), r.Row.From, Name("Ar"), Name("Latin"), answers["Quality"],
                    Infrastructure.Text.MoroccanPhone.Read(r.Row.Phone)!.Value.Masked, r.Standing, r.Standing == PartyStanding.Asked ? DateOnly.FromDateTime(MoroccanDay.Local(r.Row.JoinedAt + RegistrationParty.AnswerWithin)) : null);
            })];
    }

    /// <summary>What a telephone that is not the owner's sees; the refusal says why it sees nothing.</summary>
    public static async Task<Outcome<Sight>> SightOf(this MassarDb db, Registration request, string phone, DateTime now, CancellationToken ct)
    {
        if (request.Phone == phone)
            return Sight.Owner;
        var id = request.Id;
        var party = await db.RegistrationParties.AsNoTracking().SingleOrDefaultAsync(p => p.RegistrationId == id && p.Phone == phone, ct);
        if (party is null)
            return Refusal.NotFound;
        var standing = party.StandingAt(now);
        if (RegistrationParty.Closed(standing) is { } closed)
            return closed;
        if (request.PupilId is { } pupil && await db.HasLostRight(pupil, phone, ct))
            return RegistrationParty.Ended;
        return standing == PartyStanding.Accepted ? Sight.Guardian : Sight.StateOnly;
    }

    /// <summary>
    /// A judge or the school ended or limited the right of whoever has this telephone over the child, and nobody else who has it holds
    /// one: what a code opens then is no longer theirs.
    /// </summary>
    public static async Task<bool> HasLostRight(this MassarDb db, long pupil, string phone, CancellationToken ct)
    {
        var states = await db.Guardianships.Where(l => l.PupilId == pupil)
            .Join(db.Guardians.Where(g => g.Phone == phone), l => l.GuardianId, g => g.Id, (l, g) => l.State).ToListAsync(ct);
        return states.Count > 0 && !states.Contains(GuardianshipState.Active) && states.Any(s => s is GuardianshipState.Ended or GuardianshipState.Restricted);
    }
}
