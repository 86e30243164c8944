using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Registrations.Domain;

/// <summary>
/// A family's request to register a child in the first primary year. What was typed stands in <see cref="Answers"/>; the columns
/// are what could be read out of it, for lists, searches and rules.
/// </summary>
public sealed class Registration : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required int SchoolYearId { get; set; }

    /// <summary>E.164; who holds this telephone holds the request.</summary>
    public required string Phone { get; init; }

    /// <summary>Of messages and papers: what the family last used.</summary>
    public required string Language { get; set; }

    public RegistrationState State { get; private set; }

    public required DateTime StateSince { get; set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? SubmittedAt { get; private set; }

    /// <summary>JSON of <see cref="Domain.Answers"/>.</summary>
    public string Answers { get; private set; } = "{}";

    public long? PhotoId { get; set; }

    public long? ProofId { get; set; }

    /// <summary>Family name first.</summary>
    public string ChildAr { get; private set; } = "";

    public string ChildLatin { get; private set; } = "";

    public string SearchKey { get; private set; } = "";

    public DateOnly? BirthDate { get; private set; }

    public string? BirthActNumber { get; private set; }

    public int? SchoolId { get; private set; }

    /// <summary>The school whose zone the residence belongs to; null when the zone is unknown.</summary>
    public int? ZoneSchoolId { get; private set; }

    /// <summary>Path of the school, or of the commune while no school is given: who may see the request.</summary>
    public string PlacePath { get; private set; } = "";

    /// <summary>What <see cref="KeyWhenLive"/> says of a live request; unique, so that a child has one.</summary>
    public string? LiveKey { get; private set; }

    /// <summary>Birth date, folded names and the mother's: finds the same child behind another spelling of the act number.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Codes of the parts reopened for correction, separated by commas.</summary>
    public string? Reopened { get; private set; }

    /// <summary>Corrected answers not sent yet, JSON; only the reopened fields.</summary>
    public string? Correction { get; private set; }

    /// <summary>The last remark or reason of the head.</summary>
    public string? Remark { get; private set; }

    public RefusalReason? RefusedFor { get; private set; }

    /// <summary>Why a head validated against a hint: waiver of age, exception to the zone.</summary>
    public string? Exception { get; private set; }

    /// <summary>Counts returns, refusals and appeals, so that each is told once.</summary>
    public int Round { get; private set; }

    /// <summary>Since when it has its place among equals on the waiting list: when it was sent, or when the family asked again.</summary>
    public DateTime? QueuedAt { get; private set; }

    /// <summary>A child of the same parents was a pupil of the school when it came on the list.</summary>
    public bool HasSibling { get; private set; }

    /// <summary>The pupil the head said the child to be when it came on the list; null for a new one.</summary>
    public long? KnownPupilId { get; private set; }

    /// <summary>Whom the head then linked to that pupil: Father, Mother, Tutor, separated by commas.</summary>
    public string? Linked { get; private set; }

    /// <summary>Until when a seat is kept; null when none is.</summary>
    public DateTime? OfferedUntil { get; private set; }

    /// <summary>Counts offers, so that each is told and ends once.</summary>
    public int Offers { get; private set; }

    /// <summary>Why a head took the child where no seat was left.</summary>
    public string? AboveCapacity { get; private set; }

    public bool IsAppeal { get; private set; }

    public long? MergedIntoId { get; private set; }

    public long? PupilId { get; private set; }

    public int Version { get; set; }

    /// <summary>What stands on the receipt: year and number.</summary>
    public string Number => NumberOf(SchoolYearId, Id);

    int IInPlace.PlaceId => SchoolId ?? 0;

    public IEnumerable<string> ReopenedTopics => Reopened?.Split(',') ?? [];

    public static string NumberOf(int year, long id) => string.Create(CultureInfo.InvariantCulture, $"{year}-{id:D6}");

    /// <summary>The number behind what was typed from a receipt; null when it is none.</summary>
    public static long? ReadNumber(string? typed)
    {
        var parts = Digits.ToLatin(typed ?? "").Trim().Split('-');
        return parts.Length == 2 && parts[0].Length == 4 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    /// <summary>Keeps what was typed and reads the columns out of it.</summary>
    public void Write(Answers answers)
    {
        Answers = answers.ToJson();
        ChildAr = Cut($"{answers.Text("LastNameAr")} {answers.Text("FirstNameAr")}".Trim());
        ChildLatin = Cut($"{answers.Text("LastNameLatin")} {answers.Text("FirstNameLatin")}".Trim());
        SearchKey = ArabicFolding.SearchKey(ChildAr, ChildLatin).Stored;
        BirthDate = answers.Date("BirthDate");
        BirthActNumber = Checks.Act(answers["BirthActNumber"]);
        NameKey = BirthDate is { } birth && ChildAr.Length > 0
            ? Cut($"{birth:yyyyMMdd} {ArabicFolding.Fold(ChildAr)} {ArabicFolding.Fold($"{answers.Text("MotherLastNameAr")} {answers.Text("MotherFirstNameAr")}")}")
            : "";
    }

    /// <summary>Where the child is to go.</summary>
    public void Choose(int? schoolId, int? zoneSchoolId, string placePath) => (SchoolId, ZoneSchoolId, PlacePath) = (schoolId, zoneSchoolId, placePath);

    /// <summary>
    /// The key under which the request would be the child's one: year, birth date, act number, and a digest of the folded Arabic name
    /// and place of birth. Every civil office counts its acts from 1, so the number alone is shared by children who have nothing to
    /// do with each other, and is soon guessed.
    /// </summary>
    public string? KeyWhenLive
    {
        get
        {
            if (BirthDate is not { } birth || BirthActNumber is not { } act || ChildAr.Length == 0)
                return null;
            var place = ArabicFolding.Fold(new Answers(Answers).Text("BirthPlaceAr"));
            if (place.Length == 0)
                return null;
            var child = Fingerprint.Of($"{ArabicFolding.Fold(ChildAr)}\n{place}")[..32];
            return string.Create(CultureInfo.InvariantCulture, $"{SchoolYearId} {birth:yyyyMMdd} {act} {child}");
        }
    }

    /// <summary>Sends the file, for the first time or corrected.</summary>
    public Refusal? Send(DateTime now)
    {
        if (Become(RegistrationState.Sent, now) is { } refusal)
            return refusal;
        SubmittedAt ??= now;
        return null;
    }

    /// <summary>The head opened it: it is under check from now on.</summary>
    public Refusal? TakeUp(DateTime now) => Become(RegistrationState.UnderCheck, now);

    /// <summary>Reopens named parts and nothing else.</summary>
    public Refusal? Return(IReadOnlyCollection<string> topics, string remark, DateTime now)
    {
        if (Become(RegistrationState.ToCorrect, now) is { } refusal)
            return refusal;
        (Reopened, Correction, Remark) = (string.Join(',', topics), null, remark);
        Round++;
        return null;
    }

    /// <summary>Keeps corrected answers aside until they are sent.</summary>
    public void Prepare(Answers corrected) => Correction = corrected.ToJson();

    /// <summary>Sends the correction: the reopened fields change, nothing else.</summary>
    public Refusal? SendCorrection(DateTime now)
    {
        if (State != RegistrationState.ToCorrect)
            return Refusal.Conflict("registrations.not-to-correct");
        var (answers, corrected) = (new Answers(Answers), new Answers(Correction));
        foreach (var box in ReopenedTopics.Select(Topics.Find).OfType<Topic>().SelectMany(t => t.Fields).SelectMany(f => f.Boxes))
            if (Correction is not null)
                answers[box] = corrected[box];
        Write(answers);
        (Reopened, Correction) = (null, null);
        return Send(now);
    }

    public Refusal? Refuse(RefusalReason reason, string text, DateTime now)
    {
        if (Become(RegistrationState.Refused, now) is { } refusal)
            return refusal;
        (RefusedFor, Remark, IsAppeal) = (reason, text, false);
        Round++;
        return null;
    }

    /// <summary>The family asks the decision to be looked at again.</summary>
    public Refusal? Appeal(string text, DateTime now)
    {
        if (Become(RegistrationState.UnderCheck, now) is { } refusal)
            return refusal;
        (IsAppeal, Remark) = (true, text);
        Round++;
        return null;
    }

    public Refusal? Accept(long pupilId, string? exception, DateTime now)
    {
        if (Become(RegistrationState.Accepted, now) is { } refusal)
            return refusal;
        (PupilId, Exception, OfferedUntil) = (pupilId, exception ?? Exception, null);
        return null;
    }

    /// <summary>Accepted where no seat was left, for a reason the directorate reads.</summary>
    public Refusal? AcceptAbove(long pupilId, string? exception, string reason, DateTime now)
    {
        if (Accept(pupilId, exception, now) is { } refusal)
            return refusal;
        AboveCapacity = reason;
        return null;
    }

    /// <summary>Validated, and there is no seat: what the head decided of it is kept until one is free.</summary>
    public Refusal? Wait(long? knownPupil, IReadOnlyCollection<string> linked, string? exception, bool hasSibling, DateTime now)
    {
        if (Become(RegistrationState.Waiting, now) is { } refusal)
            return refusal;
        (KnownPupilId, Linked, Exception, HasSibling, QueuedAt) = (knownPupil, linked.Count > 0 ? string.Join(',', linked) : null, exception, hasSibling, SubmittedAt ?? now);
        Round++;
        return null;
    }

    /// <summary>The family let an offer pass and asks for a place on the list again, behind its equals.</summary>
    public Refusal? WaitAgain(DateTime now)
    {
        if (State != RegistrationState.Lapsed)
            return Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
        if (Become(RegistrationState.Waiting, now) is { } refusal)
            return refusal;
        QueuedAt = now;
        Round++;
        return null;
    }

    /// <summary>A seat is kept for it.</summary>
    public Refusal? Offer(DateTime until, DateTime now)
    {
        if (Become(RegistrationState.Offered, now) is { } refusal)
            return refusal;
        OfferedUntil = until;
        Offers++;
        return null;
    }

    /// <summary>The hours are over and nobody answered: the seat is the next one's.</summary>
    public Refusal? Lapse(DateTime now)
    {
        if (Become(RegistrationState.Lapsed, now) is { } refusal)
            return refusal;
        OfferedUntil = null;
        return null;
    }

    public IReadOnlyCollection<string> LinkedPeople => Linked?.Split(',') ?? [];

    public Refusal? Withdraw(DateTime now)
    {
        if (Become(RegistrationState.Withdrawn, now) is { } refusal)
            return refusal;
        OfferedUntil = null;
        return null;
    }

    /// <summary>Another request for the same child goes on.</summary>
    public Refusal? MergeInto(long other, DateTime now)
    {
        if (Become(RegistrationState.Merged, now) is { } refusal)
            return refusal;
        MergedIntoId = other;
        return null;
    }

    private Refusal? Become(RegistrationState to, DateTime now)
    {
        if (!State.MayBecome(to))
            return Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
        (State, StateSince) = (to, now);
        LiveKey = RegistrationStates.Of(to).IsLive ? KeyWhenLive : null;
        return null;
    }

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200];
}

public sealed class RegistrationConfiguration : IEntityTypeConfiguration<Registration>
{
    public void Configure(EntityTypeBuilder<Registration> builder)
    {
        builder.Property(r => r.Phone).IsCode(20);
        builder.HasIndex(r => new { r.Phone, r.State });
        builder.Property(r => r.Language).IsCode(5);
        builder.Property(r => r.Answers).IsLongText();
        builder.Property(r => r.Correction).IsLongText();
        builder.Property(r => r.SearchKey).HasMaxLength(NameKey.StoredLength).UseCollation("utf8mb4_bin");
        builder.Property(r => r.BirthActNumber).IsCode(30);
        builder.Property(r => r.PlacePath).IsCode(64);
        builder.HasIndex(r => new { r.PlacePath, r.State, r.SubmittedAt });
        builder.HasIndex(r => new { r.SchoolId, r.SchoolYearId, r.State });
        builder.Property(r => r.LiveKey).IsCode(60);
        builder.HasIndex(r => r.LiveKey).IsUnique();
        builder.Property(r => r.NameKey).IsCode(200);
        builder.HasIndex(r => r.NameKey);
        builder.HasIndex(r => new { r.BirthDate, r.BirthActNumber });
        builder.Property(r => r.Remark).HasMaxLength(1000);
        builder.Property(r => r.Exception).HasMaxLength(500);
        builder.Property(r => r.AboveCapacity).HasMaxLength(500);
        builder.Property(r => r.Linked).IsCode(30);
        builder.Property(r => r.Reopened).IsCode(200);
        builder.Ignore(r => r.Number);
        builder.Ignore(r => r.KeyWhenLive);
        builder.Ignore(r => r.ReopenedTopics);
        builder.Ignore(r => r.LinkedPeople);
    }
}

/// <summary>One line of a request's history; only ever added.</summary>
public sealed class RegistrationEvent : IInPlace
{
    public long Id { get; init; }

    public required long RegistrationId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The state it led to.</summary>
    public required RegistrationState State { get; init; }

    /// <summary>Ends the text key "registrations.event.…".</summary>
    public required string What { get; init; }

    /// <summary>Role of who did it; null for the family.</summary>
    public string? Role { get; init; }

    public long? AccountId { get; init; }

    public string? Remark { get; init; }

    public int PlaceId { get; init; }
}

public sealed class RegistrationEventConfiguration : IEntityTypeConfiguration<RegistrationEvent>
{
    public void Configure(EntityTypeBuilder<RegistrationEvent> builder)
    {
        builder.HasOne<Registration>().WithMany().HasForeignKey(e => e.RegistrationId);
        builder.Property(e => e.What).IsCode(30);
        builder.Property(e => e.Role).IsCode(30);
        builder.Property(e => e.Remark).HasMaxLength(1000);
    }
}
