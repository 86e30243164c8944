using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Exchanges.Domain;

/// <summary>Where an exchange stands (workflow 4.20). The numbers are stored.</summary>
public enum ExchangeState
{
    /// <summary>Some of those concerned have not answered.</summary>
    Proposed = 0,

    /// <summary>All of them want it; heads are informed, the offices answer one after the other.</summary>
    AtOffices = 1,

    /// <summary>All offices agree; the decisions are on their way to one signature.</summary>
    InDecision = 2,

    /// <summary>Signed, once for all; everybody is awaited on the same day.</summary>
    Signed = 3,

    /// <summary>All have taken up service.</summary>
    Installed = 4,

    /// <summary>It did not come about; <see cref="Exchange.EndCode"/> says why.</summary>
    Ended = 5,
}

/// <summary>
/// Two or three teachers who want each other's posts. Each takes the post of the one after him in the order, the last that of the first. Any no ends it for all.
/// </summary>
public sealed class Exchange : IVersioned, IInPlace
{
    public const int RemarkLength = 500;

    /// <summary>A head says it again so often, and no more.</summary>
    public const int MostRemarks = 3;

    /// <summary>A longer circle is for the movement.</summary>
    public const int MostParties = 3;

    private readonly List<ExchangeParty> parties = [];
    private readonly List<ExchangeAgreement> agreements = [];
    private readonly List<ExchangeNote> notes = [];

    public long Id { get; init; }

    /// <summary>The academy all schools lie in.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>Cycle and subject they all teach: "COL-MATH".</summary>
    public required string GroupCode { get; init; }

    /// <summary>The day all are to change places; part of what everybody accepts.</summary>
    public required DateOnly EffectiveOn { get; init; }

    public required DateTime ProposedAt { get; init; }

    /// <summary>The last day to accept, in Morocco.</summary>
    public required DateOnly AnswerUntil { get; init; }

    public ExchangeState State { get; private set; }

    /// <summary>When the last of them accepted: from then on heads and offices know of it.</summary>
    public DateTime? AcceptedAt { get; private set; }

    /// <summary>Why it ended: refused, withdrawn, expired, rejected, fell, broken, taken-back.</summary>
    public string? EndCode { get; private set; }

    /// <summary>The office that answers now: the first of <see cref="Agreements"/> without an answer.</summary>
    public int? TurnPlaceId { get; private set; }

    /// <summary>The sealed record of what all agreed to.</summary>
    public long? RecordId { get; private set; }

    /// <summary>The list its decisions are signed in, all at once.</summary>
    public long? BatchId { get; private set; }

    public int Version { get; set; }

    public IReadOnlyList<ExchangeParty> Parties => parties;

    /// <summary>In the order in which the offices answer; empty until all have accepted.</summary>
    public IReadOnlyList<ExchangeAgreement> Agreements => agreements;

    /// <summary>What happened, the oldest first; only ever added.</summary>
    public IReadOnlyList<ExchangeNote> Notes => notes;

    /// <summary>Nothing has been decided about it for good.</summary>
    public bool IsLive => State is ExchangeState.Proposed or ExchangeState.AtOffices or ExchangeState.InDecision;

    public ExchangeParty? PartyOf(long? employee) => parties.Find(p => p.EmployeeId == employee);

    /// <summary>The first has proposed it, and thereby accepted.</summary>
    public void Begin(IEnumerable<ExchangeParty> circle, DateTime at, long account)
    {
        parties.AddRange(circle);
        parties[0].AcceptedAt = at;
        Note("proposed", at, account, parties[0].EmployeeId);
    }

    /// <summary>One of them accepts.</summary>
    public Refusal? Accept(long employee, DateTime at, long account)
    {
        if (State is not ExchangeState.Proposed || PartyOf(employee) is not { AcceptedAt: null } party || MoroccanDay.Of(at) > AnswerUntil)
            return NotNow;
        if (IsPast(at))
            return DayOver;
        party.AcceptedAt = at;
        Note("accepted", at, account, employee);
        return null;
    }

    /// <summary>All of them want it.</summary>
    public bool IsAccepted => parties.TrueForAll(p => p.AcceptedAt is not null);

    /// <summary>The offices are asked, in this order.</summary>
    public void Share(IEnumerable<ExchangeAgreement> offices, DateTime at)
    {
        agreements.AddRange(offices);
        (State, AcceptedAt, TurnPlaceId) = (ExchangeState.AtOffices, at, agreements[0].PlaceId);
        Note("complete", at);
    }

    /// <summary>A participant says no, or takes his yes back while no decision is prepared.</summary>
    public Refusal? Leave(long employee, bool isRefusal, string? remark, DateTime at, long account)
    {
        if (State is not (ExchangeState.Proposed or ExchangeState.AtOffices) || PartyOf(employee) is not { } party || isRefusal != (party.AcceptedAt is null))
            return NotNow;
        End(isRefusal ? "refused" : "withdrawn", at, account, employee, remark: remark);
        return null;
    }

    /// <summary>A head adds what the offices should know; once for each school, written anew while they have not answered.</summary>
    public Refusal? Remark(int place, string words, DateTime at, long account, string role)
    {
        if (State is not ExchangeState.AtOffices || parties.Find(p => p.FromPlaceId == place) is not { } party)
            return NotNow;
        if (!MayRemark(place))
            return Refusal.Conflict("exchanges.remark.most", MostRemarks).Next("exchanges.remark.most.next");
        (party.HeadRemark, party.HeadRemarkAt) = (words, at);
        Note("remark", at, account, place: place, role: role, remark: words);
        return null;
    }

    /// <summary>The school has not said all it may.</summary>
    public bool MayRemark(int place) => notes.Count(n => n.What == "remark" && n.PlaceId == place) < MostRemarks;

    /// <summary>The day everybody accepted is over: what is decided would be another one.</summary>
    public bool IsPast(DateTime at) => MoroccanDay.Of(at) > EffectiveOn;

    /// <summary>The office whose turn it is agrees; true in <paramref name="isLast"/> when there is none after it.</summary>
    public Refusal? Agree(int place, DateTime at, Hands hands, long? employee, string role, out bool isLast)
    {
        isLast = false;
        if (Turn(place) is not { } own)
            return NotNow;
        if (HasAnswered(hands, employee))
            return SamePerson;
        if (IsPast(at))
            return DayOver;
        own.Answer(true, null, null, at, hands.Account, employee);
        var next = agreements.Find(a => a.AnsweredAt is null);
        (TurnPlaceId, isLast) = (next?.PlaceId, next is null);
        Note("agreed", at, hands.Account, place: place, role: role);
        return null;
    }

    /// <summary>The office whose turn it is says no, by code.</summary>
    public Refusal? Reject(int place, string code, string? remark, DateTime at, Hands hands, long? employee, string role)
    {
        if (Turn(place) is not { } own)
            return NotNow;
        if (HasAnswered(hands, employee))
            return SamePerson;
        own.Answer(false, code, remark, at, hands.Account, employee);
        End("rejected", at, hands.Account, null, place, role, code, remark);
        return null;
    }

    /// <summary>The decisions are drafted, and what everybody agreed to is on paper.</summary>
    public void Decide(long batch, DateTime at)
    {
        (State, BatchId) = (ExchangeState.InDecision, batch);
        Note("decided", at);
    }

    public void Keep(long record) => RecordId = record;

    /// <summary>The day to accept is over.</summary>
    public bool Expire(DateTime at)
    {
        if (State is not ExchangeState.Proposed || MoroccanDay.Of(at) <= AnswerUntil)
            return false;
        End("expired", at);
        return true;
    }

    /// <summary>One of the decisions was refused or given up, and the others with it.</summary>
    public bool Fall(string reason, DateTime at)
    {
        if (State is not ExchangeState.InDecision)
            return false;
        End("fell", at, code: reason);
        return true;
    }

    /// <summary>The one signature is given.</summary>
    public bool Sign(DateTime at)
    {
        if (State is not ExchangeState.InDecision)
            return false;
        State = ExchangeState.Signed;
        Note("signed", at);
        return true;
    }

    /// <summary>All have taken up service.</summary>
    public bool Install(DateTime at)
    {
        if (State is not ExchangeState.Signed)
            return false;
        State = ExchangeState.Installed;
        Note("installed", at);
        return true;
    }

    /// <summary>After the signature another decision, of those that wait for nothing, took the place of one's installation.</summary>
    public bool Break(DateTime at)
    {
        if (State is not ExchangeState.Signed)
            return false;
        End("broken", at);
        return true;
    }

    /// <summary>The signed decisions were taken back, all of them.</summary>
    public bool TakeBack(DateTime at)
    {
        if (State is not (ExchangeState.Signed or ExchangeState.Installed) && EndCode is not "broken")
            return false;
        End("taken-back", at);
        return true;
    }

    private ExchangeAgreement? Turn(int place) => State is ExchangeState.AtOffices && TurnPlaceId == place ? agreements.Find(a => a.PlaceId == place) : null;

    private void End(string why, DateTime at, long? account = null, long? employee = null, int? place = null, string? role = null, string? code = null, string? remark = null)
    {
        (State, EndCode, TurnPlaceId) = (ExchangeState.Ended, why, null);
        Note(why, at, account, employee, place, role, code, remark);
    }

    private void Note(string what, DateTime at, long? account = null, long? employee = null, int? place = null, string? role = null, string? code = null, string? remark = null) => notes.Add(new ExchangeNote
    {
        Order = notes.Count + 1,
        At = at,
        What = what,
        AccountId = account,
        EmployeeId = employee,
        PlaceId = place,
        Role = role,
        Code = code,
        Remark = remark,
    });

    private bool HasAnswered(Hands hands, long? employee) => agreements.Exists(a => hands.Did(a.AccountId) || (employee is not null && a.EmployeeId == employee));

    private static Refusal SamePerson => Refusal.Conflict("exchanges.same-person").Next("exchanges.same-person.next");

    private static Refusal DayOver => Refusal.Conflict("exchanges.day-over").Next("exchanges.day-over.next");

    private static Refusal NotNow => Refusal.Conflict("exchanges.not-now").Next("exchanges.not-now.next");
}

/// <summary>One of those who exchange.</summary>
public sealed class ExchangeParty : IVersioned
{
    public long Id { get; init; }

    public long ExchangeId { get; init; }

    /// <summary>From 1, the proposer; each takes the post of the next one.</summary>
    public required int Order { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The school he leaves, as it was when it was proposed.</summary>
    public required int FromPlaceId { get; init; }

    public required string FromPath { get; init; }

    public required int ToPlaceId { get; init; }

    public DateTime? AcceptedAt { get; set; }

    /// <summary>What the head of the school he leaves wants the offices to know.</summary>
    public string? HeadRemark { get; set; }

    public DateTime? HeadRemarkAt { get; set; }

    public int Version { get; set; }
}

/// <summary>The answer of one office: each directorate concerned, and the academy where there are several.</summary>
public sealed class ExchangeAgreement : IVersioned
{
    public long Id { get; init; }

    public long ExchangeId { get; init; }

    public required int Order { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public bool IsAgreed { get; private set; }

    /// <summary>One of <see cref="ExchangeRefusals.All"/>.</summary>
    public string? Code { get; private set; }

    public string? Remark { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public long? AccountId { get; private set; }

    /// <summary>The person behind the account: nobody answers for two offices.</summary>
    public long? EmployeeId { get; private set; }

    public int Version { get; set; }

    internal void Answer(bool agreed, string? code, string? remark, DateTime at, long account, long? employee) =>
        (IsAgreed, Code, Remark, AnsweredAt, AccountId, EmployeeId) = (agreed, code, remark, at, account, employee);
}

/// <summary>Something that happened; only ever added.</summary>
public sealed class ExchangeNote : IVersioned
{
    public long Id { get; init; }

    public long ExchangeId { get; init; }

    /// <summary>1, 2, 3 … of its exchange.</summary>
    public required int Order { get; init; }

    public required DateTime At { get; init; }

    public required string What { get; init; }

    public long? AccountId { get; init; }

    public long? EmployeeId { get; init; }

    public int? PlaceId { get; init; }

    public string? Role { get; init; }

    public string? Code { get; init; }

    public string? Remark { get; init; }

    public int Version { get; set; }
}

/// <summary>Why an office may refuse. Each code has a sentence, exchanges.refusal.CODE; "other" wants words.</summary>
public static class ExchangeRefusals
{
    public static readonly IReadOnlyList<string> All = ["service-need", "seniority", "other-movement", "discipline", "wrong-data", "other"];
}

public sealed class ExchangeConfiguration : IEntityTypeConfiguration<Exchange>
{
    public void Configure(EntityTypeBuilder<Exchange> builder)
    {
        builder.Property(e => e.PlacePath).IsCode(64);
        builder.Property(e => e.GroupCode).IsCode(40);
        builder.Property(e => e.EndCode).IsCode(20);
        builder.Ignore(e => e.IsLive);
        builder.Ignore(e => e.IsAccepted);
        builder.HasMany(e => e.Parties).WithOne().HasForeignKey(p => p.ExchangeId);
        builder.Navigation(e => e.Parties).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasMany(e => e.Agreements).WithOne().HasForeignKey(a => a.ExchangeId);
        builder.Navigation(e => e.Agreements).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasMany(e => e.Notes).WithOne().HasForeignKey(n => n.ExchangeId);
        builder.Navigation(e => e.Notes).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasOne<DecisionBatch>().WithMany().HasForeignKey(e => e.BatchId);
        builder.HasIndex(e => new { e.PlacePath, e.State });
        builder.HasIndex(e => new { e.TurnPlaceId, e.State });
    }
}

public sealed class ExchangePartyConfiguration : IEntityTypeConfiguration<ExchangeParty>
{
    public void Configure(EntityTypeBuilder<ExchangeParty> builder)
    {
        builder.Property(p => p.FromPath).IsCode(64);
        builder.Property(p => p.HeadRemark).HasMaxLength(Exchange.RemarkLength);
        builder.HasIndex(p => new { p.ExchangeId, p.Order }).IsUnique();
        builder.HasIndex(p => p.EmployeeId);
        builder.HasIndex(p => p.FromPath);
    }
}

public sealed class ExchangeAgreementConfiguration : IEntityTypeConfiguration<ExchangeAgreement>
{
    public void Configure(EntityTypeBuilder<ExchangeAgreement> builder)
    {
        builder.Property(a => a.PlacePath).IsCode(64);
        builder.Property(a => a.Code).IsCode(40);
        builder.Property(a => a.Remark).HasMaxLength(Exchange.RemarkLength);
        builder.HasIndex(a => new { a.ExchangeId, a.Order }).IsUnique();
    }
}

public sealed class ExchangeNoteConfiguration : IEntityTypeConfiguration<ExchangeNote>
{
    public void Configure(EntityTypeBuilder<ExchangeNote> builder)
    {
        builder.Property(n => n.What).IsCode(20);
        builder.Property(n => n.Role).IsCode(30);
        builder.Property(n => n.Code).IsCode(40);
        builder.Property(n => n.Remark).HasMaxLength(Exchange.RemarkLength);
        builder.HasIndex(n => new { n.ExchangeId, n.Order }).IsUnique();
    }
}
