using System.Globalization;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>Why one wants to move. Health transfers go by file, outside the points (domain 08).</summary>
public enum RequestKind
{
    Ordinary = 0,

    /// <summary>الالتحاق بالزوج.</summary>
    JoinSpouse = 1,

    /// <summary>الالتحاق بمقر الأسرة: single, widowed, divorced.</summary>
    JoinFamily = 2,
}

/// <summary>Who acts, as the history keeps it.</summary>
public sealed record Actor(long AccountId, long? EmployeeId, string NameAr, string NameLatin, string Role, DateTime At)
{
    /// <summary>All accounts of the person, where somebody else is asked for.</summary>
    public Hands Hands { get; init; } = Hands.Only(AccountId);

    /// <summary>His family and his own other files: about them he decides nothing.</summary>
    public IReadOnlyList<long> Kin { get; init; } = [];

    /// <summary>The request of himself or of his family.</summary>
    public bool Concerns(long employee) => EmployeeId == employee || Kin.Contains(employee);
}

/// <summary>
/// One employee's request in one campaign. Wishes are edited freely while the window is open; sending copies them, with the points of
/// that moment, into a <see cref="Submission"/> that never changes again. Offices judge the last submission.
/// </summary>
public sealed class MovementRequest : IVersioned, IInPlace
{
    public const int NoteLength = 500;

    private readonly List<Wish> wishes = [];

    public long Id { get; init; }

    public required int CampaignId { get; init; }

    public Campaign Campaign { get; init; } = null!;

    public required long EmployeeId { get; init; }

    /// <summary>The participant's school or office when the request was begun; what offices are scoped by.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required string GradeCode { get; init; }

    /// <summary>The kind being prepared.</summary>
    public RequestKind Kind { get; private set; }

    /// <summary>What the participant adds for the office: which papers, where they are.</summary>
    public string? Note { get; private set; }

    public RequestState State { get; private set; } = RequestState.Draft;

    /// <summary>When the state began: "waiting since".</summary>
    public required DateTime StateSince { get; set; }

    /// <summary>Number of the last <see cref="Submission"/>; 0 before the first.</summary>
    public int Submissions { get; private set; }

    /// <summary>The kind of the last submission.</summary>
    public RequestKind? SubmittedKind { get; private set; }

    public DateTime? SubmittedAt { get; private set; }

    /// <summary>Total of the last submission's point lines.</summary>
    public decimal Points { get; private set; }

    public DateOnly? PostedOn { get; private set; }

    public DateOnly? RecruitedOn { get; private set; }

    public DateOnly? BirthDate { get; private set; }

    /// <summary>One of <see cref="RefusalCodes"/>.</summary>
    public string? RefusalCode { get; private set; }

    /// <summary>What the office wrote with its refusal or return.</summary>
    public string? Remark { get; private set; }

    /// <summary>Things reopened by a return, by the codes of <see cref="Correctable"/>, separated by semicolons.</summary>
    public string? Reopened { get; private set; }

    public DateOnly? CorrectUntil { get; private set; }

    /// <summary>Who validated at the directorate: may not act at the academy.</summary>
    public long? DirectorateAccountId { get; private set; }

    public long? AcademyAccountId { get; private set; }

    public long? MinistryAccountId { get; private set; }

    /// <summary>The accepted answer of the control of staff use that names the person as surplus; null for who asks for himself.</summary>
    public long? FlagCaseId { get; private set; }

    /// <summary>By which rule this person and not a colleague has to move: a code of <see cref="SurplusRule"/>.</summary>
    public string? ObligedBy { get; private set; }

    /// <summary>Has to move, with or without wishes.</summary>
    public bool IsObliged => FlagCaseId is not null;

    /// <summary>Raised with every change of the wishes, so that two windows cannot overwrite each other.</summary>
    public int Changes { get; private set; }

    public int Version { get; set; }

    public IReadOnlyList<Wish> Wishes => wishes;

    /// <summary>Something was sent and not taken back. A draft that was sent before is one taken up again after a withdrawal.</summary>
    public bool Stands => Submissions > 0 && State is not (RequestState.Draft or RequestState.Withdrawn);

    /// <summary>The number on the receipt: "2026-000123".</summary>
    public static string NumberOf(int year, long id) => string.Create(CultureInfo.InvariantCulture, $"{year}-{id:000000}");

    public static IReadOnlyList<string> Split(string? reopened) => reopened?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether the participant may touch a thing today; nothing when so.</summary>
    public Refusal? Locked(Campaign campaign, string thing, DateOnly today)
    {
        if (State == RequestState.ToCorrect)
        {
            // Workflow rule 4: a correction reopens named things only.
            if (today > CorrectUntil && !campaign.IsOpen(today))
                return Refusal.Conflict("mobility.correction-over", Formats.ShortDate(CorrectUntil!.Value)).Next("mobility.next.directorate");
            return campaign.IsOpen(today) && Split(Reopened) is [] || Split(Reopened).Contains(thing)
                ? null : Refusal.Conflict("mobility.not-reopened").Next("mobility.next.reopened-only");
        }

        if (State is not (RequestState.Draft or RequestState.Submitted or RequestState.Withdrawn))
            return Refusal.Conflict("mobility.already-judged").Next(Transitions.Of(State, Move.Withdraw) is not null && campaign.IsOpen(today) ? "mobility.next.withdraw-first" : "mobility.next.directorate");
        return campaign.Closed(today);
    }

    public void Choose(RequestKind kind, string? note, Actor by)
    {
        Wake(by);
        (Kind, Note) = (kind, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
        Changes++;
    }

    /// <summary>Adds a wish at the end; says at the field why it cannot be one.</summary>
    public Refusal? Add(Campaign campaign, WishedPlace place, Actor by)
    {
        if (wishes.Count >= campaign.MaxWishes)
            return Refusal.Conflict("mobility.wish.too-many", campaign.MaxWishes).Next("mobility.next.remove-one");
        if (Against(campaign, place, MoroccanDay.Of(by.At)) is { } reason)
            return Refusal.Invalid("Place", reason);
        if (wishes.Exists(w => w.PlaceId == place.Id))
            return Refusal.Invalid("Place", "mobility.wish.twice");

        Wake(by);
        wishes.Add(new Wish { PlaceId = place.Id, Order = wishes.Count + 1 });
        Changes++;
        return null;
    }

    /// <summary>Text key of why a place cannot be a wish today; nothing when it can. Asked when it is added and again when the request is sent.</summary>
    public string? Against(Campaign campaign, WishedPlace place, DateOnly today) =>
        place.Kind != campaign.WishKind ? "mobility.wish.wrong-kind"
        : !campaign.Reaches(place.Path) ? "mobility.wish.outside"
        : PlacePath == place.Path || place.Kind != WishKind.School && PlacePath.StartsWith(place.Path, StringComparison.Ordinal) ? "mobility.wish.own"
        : place.School is not { } school ? null
        : !school.IsPublic ? "mobility.wish.private"
        : school.ClosedOn < today ? "mobility.wish.closed"
        : MovementCategories.CycleOf(GradeCode) is { } cycle && !school.Cycles.Contains(cycle, StringComparison.Ordinal) ? "mobility.wish.other-cycle"
        : null;

    /// <summary>Wishes that were possible once and are not any more, in their order, each with why.</summary>
    public IReadOnlyList<LostWish> Lost(Campaign campaign, IReadOnlyDictionary<int, WishedPlace> places, DateOnly today) =>
        [.. wishes.OrderBy(w => w.Order).Select(w => places[w.PlaceId])
            .Select(place => (place, Reason: Against(campaign, place, today)))
            .Where(w => w.Reason is not null)
            .Select(w => new LostWish(w.place.Id, w.place.NameAr, w.place.NameFr, w.Reason!))];

    /// <summary>Moves a wish one rank up (-1) or down (+1); at the end of the list nothing happens.</summary>
    public Refusal? Shift(int placeId, int by, Actor actor)
    {
        var ordered = wishes.OrderBy(w => w.Order).ToList();
        var at = ordered.FindIndex(w => w.PlaceId == placeId);
        if (at < 0)
            return Refusal.NotFound;
        var to = at + Math.Sign(by);
        if (to < 0 || to >= ordered.Count)
            return null;

        Wake(actor);
        (ordered[at].Order, ordered[to].Order) = (ordered[to].Order, ordered[at].Order);
        Changes++;
        return null;
    }

    public Refusal? Remove(int placeId, Actor by)
    {
        var wish = wishes.Find(w => w.PlaceId == placeId);
        if (wish is null)
            return Refusal.NotFound;

        Wake(by);
        wishes.Remove(wish);
        foreach (var later in wishes.Where(w => w.Order > wish.Order))
            later.Order--;
        Changes++;
        return null;
    }

    /// <summary>Sends what was prepared: a new submission beside the earlier ones.</summary>
    /// <param name="places">The wished places as they are now.</param>
    public Outcome<Submission> Submit(Campaign campaign, ServiceFile file, IReadOnlyDictionary<int, WishedPlace> places, DateOnly today, DateTime now)
    {
        var open = State == RequestState.ToCorrect && today <= CorrectUntil ? null : campaign.Closed(today);
        if (open is not null)
            return open;
        if (Transitions.Of(State, Move.Submit) is not { } next)
            return Refusal.Conflict("mobility.already-judged").Next("mobility.next.directorate");
        if (Eligibility.Check(campaign, file, Kind, IsObliged) is { } ineligible)
            return ineligible;
        if (wishes.Count == 0)
            return Refusal.Conflict("mobility.no-wish").Next("mobility.next.add-wish");

        // Named, not dropped: what takes its rank is the participant's choice.
        if (Lost(campaign, places, today) is { Count: > 0 } lost)
            return Refusal.Conflict("mobility.wishes-lost", string.Join("، ", lost.Select(w => w.NameAr)), string.Join(", ", lost.Select(w => w.NameFr))).Next("mobility.next.replace-wishes");

        SubmittedAt = now;
        SubmittedKind = Kind;
        (RefusalCode, Remark, Reopened, CorrectUntil) = (null, null, null, null);
        Enter(next, now);
        return Record(SubmissionCause.Participant, file, campaign, wishes.OrderBy(w => w.Order).Select(w => (w.Order, w.PlaceId)), now);
    }

    /// <summary>Counts the points anew after a contest was accepted; the wishes stay as they were sent.</summary>
    public Submission Recount(Campaign campaign, ServiceFile file, IEnumerable<(int Order, int PlaceId)> sentWishes, DateTime now) =>
        Record(SubmissionCause.Contest, file, campaign, sentWishes, now);

    /// <summary>Calls somebody in surplus in: the points of today, no wish yet. Wishes may follow until the window closes; who makes none is placed by rule.</summary>
    public Submission CallIn(Campaign campaign, ServiceFile file, long flagCase, string rule, DateTime now)
    {
        (FlagCaseId, ObligedBy, SubmittedAt, SubmittedKind) = (flagCase, rule, now, Kind);
        Enter(Transitions.Of(State, Move.CallIn)!.Value, now);
        return Record(SubmissionCause.Obligation, file, campaign, [], now);
    }

    /// <summary>The surplus is gone, or somebody else has to move: who was called in is free again.</summary>
    public bool Release(DateTime now)
    {
        if (!IsObliged || Transitions.Of(State, Move.Release) is not { } next)
            return false;
        (FlagCaseId, ObligedBy) = (null, null);
        (RefusalCode, Remark, Reopened, CorrectUntil) = (null, null, null, null);
        Enter(next, now);
        return true;
    }

    public Refusal? Withdraw(Campaign campaign, DateOnly today, DateTime now)
    {
        if (IsObliged)
            return Refusal.Conflict("mobility.surplus.obliged").Next("mobility.surplus.obliged.next");
        if (Transitions.Of(State, Move.Withdraw) is not { } next)
            return Refusal.Conflict("mobility.cannot-withdraw").Next("mobility.next.directorate");
        if (campaign.Closed(today) is { } closed)
            return closed;

        Enter(next, now);
        return null;
    }

    /// <summary>One office says yes. The two are distinct persons, and nobody judges his own request.</summary>
    public Refusal? Validate(Office office, Campaign campaign, Actor by, DateOnly today)
    {
        if (Barred(office, campaign, by, today) is { } barred)
            return barred;
        if (Transitions.Of(State, MoveOf(office)) is not { } next || (office == Office.Ministry && campaign.MinistryFrom is null))
            return NotYourTurn();
        if (office != Office.Directorate && (by.Hands.Did(DirectorateAccountId) || (office == Office.Ministry && by.Hands.Did(AcademyAccountId))))
            return Refusal.Conflict("mobility.same-person").Next("mobility.next.colleague");

        switch (office)
        {
            case Office.Directorate:
                DirectorateAccountId = by.AccountId;
                break;
            case Office.Academy:
                AcademyAccountId = by.AccountId;
                break;
            default:
                MinistryAccountId = by.AccountId;
                break;
        }

        (RefusalCode, Remark, Reopened, CorrectUntil) = (null, null, null, null);
        Enter(next, by.At);
        return null;
    }

    /// <summary>An office's yes.</summary>
    public static Move MoveOf(Office office) => office switch { Office.Directorate => Move.ValidateAtDirectorate, Office.Academy => Move.ValidateAtAcademy, _ => Move.ValidateAtMinistry };

    public Refusal? Refuse(Campaign campaign, string code, string? remark, Actor by, DateOnly today)
    {
        if (IsObliged)
            return Refusal.Conflict("mobility.surplus.obliged").Next("mobility.surplus.obliged.next");
        if (Barred(Office.Directorate, campaign, by, today) is { } barred)
            return barred;
        if (Transitions.Of(State, Move.Refuse) is not { } next)
            return NotYourTurn();

        (RefusalCode, Remark) = (code, remark);
        Enter(next, by.At);
        return null;
    }

    /// <summary>The directorate reopens named things for the participant, with a clock.</summary>
    public Refusal? Return(Campaign campaign, IReadOnlyList<string> things, string remark, Actor by, DateOnly today)
    {
        if (Barred(Office.Directorate, campaign, by, today) is { } barred)
            return barred;
        if (Transitions.Of(State, Move.ReturnToParticipant) is not { } next)
            return NotYourTurn();

        (Remark, Reopened, RefusalCode, DirectorateAccountId) = (remark, string.Join(';', things), null, null);
        var last = today.AddDays(campaign.CorrectionDays);
        CorrectUntil = campaign.ClosesOn > last ? campaign.ClosesOn : last;
        Enter(next, by.At);
        return null;
    }

    /// <summary>The academy sends it back to the directorate; so does the ministry, where it has a word.</summary>
    public Refusal? ReturnToDirectorate(Campaign campaign, string remark, Actor by, DateOnly today, Office office = Office.Academy)
    {
        if (Barred(office, campaign, by, today) is { } barred)
            return barred;
        if (Transitions.Of(State, office == Office.Ministry ? Move.ReturnByMinistry : Move.ReturnToDirectorate) is not { } next || (office == Office.Ministry && campaign.MinistryFrom is null))
            return NotYourTurn();
        if (by.Hands.Did(DirectorateAccountId) || (office == Office.Ministry && by.Hands.Did(AcademyAccountId)))
            return Refusal.Conflict("mobility.same-person").Next("mobility.next.colleague");

        Remark = remark;
        Enter(next, by.At);
        return null;
    }

    private Refusal? Barred(Office office, Campaign campaign, Actor by, DateOnly today)
    {
        if (by.Concerns(EmployeeId))
            return Refusal.Conflict("mobility.own-request").Next("mobility.next.colleague").Recorded();
        var from = office switch { Office.Directorate => campaign.DirectorateFrom, Office.Academy => campaign.AcademyFrom, _ => campaign.MinistryFrom ?? today };
        return today < from
            ? Refusal.Conflict("mobility.office-opens", Formats.ShortDate(from)).Next("mobility.next.come-back", Formats.ShortDate(from))
            : null;
    }

    private static Refusal NotYourTurn() => Refusal.Conflict("mobility.not-your-turn").Next("mobility.next.see-request");

    // Touching a withdrawn request takes it up again as a draft.
    private void Wake(Actor by)
    {
        if (Transitions.Of(State, Move.Reenter) is { } draft)
            Enter(draft, by.At);
    }

    private void Enter(RequestState state, DateTime now) => (State, StateSince) = (state, now);

    private Submission Record(SubmissionCause cause, ServiceFile file, Campaign campaign, IEnumerable<(int Order, int PlaceId)> places, DateTime now)
    {
        var kind = SubmittedKind ?? Kind;
        var shares = Domain.Points.Of(file, campaign.Rules, kind, campaign.CountedOn);
        (Points, PostedOn, RecruitedOn, BirthDate) = (shares.Total(), file.PostedOn, file.ServiceSince, file.BirthDate);
        Submissions++;
        return new Submission
        {
            RequestId = Id,
            Number = Submissions,
            Cause = cause,
            At = now,
            Kind = kind,
            Points = Points,
            Lines = [.. shares.Select((s, i) => PointLine.Of(s, i + 1))],
            Wishes = [.. places.Select(p => new SubmittedWish { Order = p.Order, PlaceId = p.PlaceId })],
        };
    }
}

/// <summary>The offices a request passes, in this order; the ministry only where the campaign says so.</summary>
public enum Office
{
    Directorate = 0,
    Academy = 1,
    Ministry = 2,
}

/// <summary>A place somebody may wish for, as the tree has it.</summary>
/// <param name="School">What a school is more than a place; null for communes and directorates.</param>
public sealed record WishedPlace(int Id, WishKind? Kind, string Path, string NameAr, string NameFr, WishedSchool? School = null);

/// <param name="Cycles">PRI, COL, QUA, separated by semicolons.</param>
/// <param name="ClosedOn">Last day it was open; null while it is.</param>
public sealed record WishedSchool(bool IsPublic, string Cycles, DateOnly? ClosedOn);

/// <summary>A wish that cannot be sent any more.</summary>
/// <param name="Reason">Text key.</param>
public sealed record LostWish(int PlaceId, string NameAr, string NameFr, string Reason);

/// <summary>Reads places as wishes need them.</summary>
public static class WishReading
{
    /// <summary>One statement; places that are not in the tree are absent.</summary>
    public static Task<Dictionary<int, WishedPlace>> WishedPlaces(this MassarDb db, int[] ids, CancellationToken ct) => (
        from place in db.Places.AsNoTracking()
        join school in db.Schools on place.Id equals school.Id into schools
        from school in schools.DefaultIfEmpty()
        where ids.Contains(place.Id)
        select new { place.Id, place.Kind, place.Path, place.NameAr, place.NameFr, School = school == null ? null : new WishedSchool(school.IsPublic, school.Cycles, school.ClosedOn) })
        .ToDictionaryAsync(p => p.Id, p => new WishedPlace(p.Id, KindOf(p.Kind), p.Path, p.NameAr, p.NameFr, p.School), ct);

    public static WishKind? KindOf(PlaceKind kind) => kind switch
    {
        PlaceKind.Commune => WishKind.Commune,
        PlaceKind.School => WishKind.School,
        PlaceKind.Directorate => WishKind.Directorate,
        _ => null,
    };
}

/// <summary>What a return may reopen.</summary>
public static class Correctable
{
    public const string Kind = "kind";
    public const string Wishes = "wishes";
    public static readonly IReadOnlyList<string> All = [Kind, Wishes];
}

/// <summary>
/// Why a directorate may refuse. Each code has a sentence, a next step and the proof asked
/// (mobility.refusal.CODE, .next, .proof), so that nobody is refused with a word alone.
/// </summary>
public static class RefusalCodes
{
    public static readonly IReadOnlyList<string> All =
        ["seniority", "position", "spouse-proof", "family-proof", "false-data", "disciplinary", "other-movement"];
}

/// <summary>A wish being prepared.</summary>
public sealed class Wish : IVersioned
{
    public long Id { get; init; }

    public long RequestId { get; init; }

    public required int PlaceId { get; init; }

    /// <summary>1 is wanted most.</summary>
    public required int Order { get; set; }

    public int Version { get; set; }
}

/// <summary>Why a submission was made.</summary>
public enum SubmissionCause
{
    Participant = 0,

    /// <summary>A contest was accepted: same wishes, points counted anew.</summary>
    Contest = 1,

    /// <summary>Called in as surplus, with the points of that day and no wish.</summary>
    Obligation = 2,
}

/// <summary>What was sent, with the points of that moment. Never changed; only its paper is added when it is asked for.</summary>
public sealed class Submission
{
    public long Id { get; init; }

    public required long RequestId { get; init; }

    public required int Number { get; init; }

    public required SubmissionCause Cause { get; init; }

    public required DateTime At { get; init; }

    public required RequestKind Kind { get; init; }

    public required decimal Points { get; init; }

    /// <summary>The sealed receipt, once somebody asked for it.</summary>
    public long? DocumentId { get; set; }

    public List<PointLine> Lines { get; init; } = [];

    public List<SubmittedWish> Wishes { get; init; } = [];
}

/// <summary>A wish as it was sent.</summary>
public sealed class SubmittedWish
{
    public long Id { get; init; }

    public long SubmissionId { get; init; }

    public required int Order { get; init; }

    public required int PlaceId { get; init; }
}

/// <summary>One line of the points of a submission, with where its quantity came from.</summary>
public sealed class PointLine
{
    public const int ArgsLength = 1000;

    public long Id { get; init; }

    public long SubmissionId { get; init; }

    public required int Order { get; init; }

    public required Criterion Criterion { get; init; }

    public required decimal Quantity { get; init; }

    public required decimal Points { get; init; }

    /// <summary>Text key of the source's sentence.</summary>
    public required string SourceKey { get; init; }

    /// <summary>Values of its placeholders, a JSON array of strings.</summary>
    public required string SourceArgs { get; init; }

    public static PointLine Of(PointShare share, int order) => new()
    {
        Order = order,
        Criterion = share.Criterion,
        Quantity = share.Quantity,
        Points = share.Points,
        SourceKey = share.Source.Key,
        SourceArgs = Words(share.Source),
    };

    /// <summary>The source as it was on the day.</summary>
    public static Said SourceOf(string key, string args) => new(key, [.. JsonSerializer.Deserialize<string[]>(args)!]);

    private static string Words(Said said) => JsonSerializer.Serialize(said.Args.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture)));
}

/// <summary>One line of a request's history: who did what, when. Only ever added.</summary>
public sealed class RequestEvent
{
    public long Id { get; init; }

    public required long RequestId { get; init; }

    public required Move Move { get; init; }

    public required RequestState State { get; init; }

    public required DateTime At { get; init; }

    public required long AccountId { get; init; }

    public required string NameAr { get; init; }

    public required string NameLatin { get; init; }

    public required string Role { get; init; }

    public string? Code { get; init; }

    public string? Remark { get; init; }

    public static RequestEvent Of(MovementRequest request, Move move, Actor by, string? remark = null, string? code = null) => new()
    {
        RequestId = request.Id,
        Move = move,
        State = request.State,
        At = by.At,
        AccountId = by.AccountId,
        NameAr = by.NameAr,
        NameLatin = by.NameLatin,
        Role = by.Role,
        Code = code,
        Remark = remark,
    };
}

public sealed class MovementRequestConfiguration : IEntityTypeConfiguration<MovementRequest>
{
    public void Configure(EntityTypeBuilder<MovementRequest> builder)
    {
        builder.HasOne(r => r.Campaign).WithMany().HasForeignKey(r => r.CampaignId);
        builder.Property(r => r.PlacePath).IsCode(64);
        builder.Property(r => r.GradeCode).IsCode(20);
        builder.Property(r => r.Note).HasMaxLength(MovementRequest.NoteLength);
        builder.Property(r => r.RefusalCode).IsCode(40);
        builder.Property(r => r.Remark).HasMaxLength(MovementRequest.NoteLength);
        builder.Property(r => r.Reopened).IsCode(100);
        builder.Property(r => r.ObligedBy).IsCode(20);
        builder.Ignore(r => r.IsObliged);
        builder.HasOne<Staffing.Domain.FlagCase>().WithMany().HasForeignKey(r => r.FlagCaseId);
        builder.HasMany(r => r.Wishes).WithOne().HasForeignKey(w => w.RequestId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(r => r.Wishes).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(r => new { r.CampaignId, r.EmployeeId }).IsUnique();
        builder.HasIndex(r => new { r.State, r.SubmittedAt });
        builder.HasIndex(r => r.PlacePath);
        builder.HasIndex(r => r.EmployeeId);
    }
}

public sealed class WishConfiguration : IEntityTypeConfiguration<Wish>
{
    public void Configure(EntityTypeBuilder<Wish> builder)
    {
        builder.ToTable("MovementWishes");
        builder.HasIndex(w => new { w.RequestId, w.PlaceId }).IsUnique();
    }
}

public sealed class SubmissionConfiguration : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("MovementSubmissions");
        builder.HasOne<MovementRequest>().WithMany().HasForeignKey(s => s.RequestId);
        builder.HasIndex(s => new { s.RequestId, s.Number }).IsUnique();
        builder.HasOne<Documents.Domain.IssuedDocument>().WithMany().HasForeignKey(s => s.DocumentId);
        builder.HasMany(s => s.Lines).WithOne().HasForeignKey(l => l.SubmissionId);
        builder.HasMany(s => s.Wishes).WithOne().HasForeignKey(w => w.SubmissionId);
    }
}

public sealed class SubmittedWishConfiguration : IEntityTypeConfiguration<SubmittedWish>
{
    public void Configure(EntityTypeBuilder<SubmittedWish> builder) => builder.ToTable("MovementSubmittedWishes");
}

public sealed class PointLineConfiguration : IEntityTypeConfiguration<PointLine>
{
    public void Configure(EntityTypeBuilder<PointLine> builder)
    {
        builder.ToTable("MovementPointLines");
        builder.Property(l => l.SourceKey).IsCode(80);
        builder.Property(l => l.SourceArgs).HasMaxLength(PointLine.ArgsLength);
    }
}

public sealed class RequestEventConfiguration : IEntityTypeConfiguration<RequestEvent>
{
    public void Configure(EntityTypeBuilder<RequestEvent> builder)
    {
        builder.ToTable("MovementRequestEvents");
        builder.HasOne<MovementRequest>().WithMany().HasForeignKey(e => e.RequestId);
        builder.Property(e => e.Role).IsCode(30);
        builder.Property(e => e.Code).IsCode(40);
        builder.Property(e => e.Remark).HasMaxLength(MovementRequest.NoteLength);
    }
}
