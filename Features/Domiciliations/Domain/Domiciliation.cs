using System.Collections.Frozen;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Domiciliations.Domain;

/// <summary>Where a request for another account stands.</summary>
public enum DomiciliationState : byte
{
    /// <summary>Typed, and not sent: nobody but the employee sees it.</summary>
    Draft = 0,

    /// <summary>The office has it.</summary>
    Sent = 1,

    /// <summary>The office wants something mended.</summary>
    Returned = 2,

    /// <summary>One person compared number and paper; a second one accepts.</summary>
    Checked = 3,

    /// <summary>Finance is told and has not answered.</summary>
    Accepted = 4,

    /// <summary>Paid there from a month on, until another one follows.</summary>
    Granted = 5,

    Refused = 6,

    /// <summary>The employee stopped it.</summary>
    Withdrawn = 7,

    /// <summary>Finance refused it.</summary>
    Rejected = 8,
}

/// <summary>One request of an employee to be paid on another account, and what came of it. The whole number is kept sealed until Finance has answered, then no more.</summary>
public sealed class Domiciliation : IVersioned, IInPlace, IAboutEmployee
{
    public const int RemarkLength = 300;

    /// <summary>So many sendings in 24 hours: an honest change needs no more.</summary>
    public const int MostDaily = 5;

    /// <summary>Why the office returns a request; words <c>domiciliations.reason.…</c>.</summary>
    public static readonly IReadOnlyList<string> ReturnReasons = ["paper-unreadable", "paper-other-number", "paper-old"];

    /// <summary>Why the office refuses one.</summary>
    public static readonly IReadOnlyList<string> RefusalReasons = ["not-holder", "disputed", "forged", "closed-account"];

    private static readonly FrozenDictionary<DomiciliationState, DomiciliationState[]> Next = new Dictionary<DomiciliationState, DomiciliationState[]>
    {
        [DomiciliationState.Draft] = [DomiciliationState.Sent, DomiciliationState.Withdrawn],
        [DomiciliationState.Sent] = [DomiciliationState.Checked, DomiciliationState.Returned, DomiciliationState.Refused, DomiciliationState.Withdrawn],
        [DomiciliationState.Returned] = [DomiciliationState.Draft, DomiciliationState.Withdrawn],
        [DomiciliationState.Checked] = [DomiciliationState.Accepted, DomiciliationState.Returned, DomiciliationState.Refused, DomiciliationState.Withdrawn],
        [DomiciliationState.Accepted] = [DomiciliationState.Granted, DomiciliationState.Rejected],
        [DomiciliationState.Granted] = [],
        [DomiciliationState.Refused] = [],
        [DomiciliationState.Withdrawn] = [],
        [DomiciliationState.Rejected] = [DomiciliationState.Granted],
    }.ToFrozenDictionary();

    public long Id { get; init; }

    /// <summary>What the sealed number is bound to.</summary>
    public required Guid Key { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Where the person works when asking.</summary>
    public required int PlaceId { get; set; }

    public required string PlacePath { get; set; }

    /// <summary>The first three digits.</summary>
    public string BankCode { get; private set; } = "";

    /// <summary>The last four.</summary>
    public string RibEnd { get; private set; } = "";

    /// <summary>By <see cref="RibBox.Seal"/>; null once Finance or the office has said the last word.</summary>
    [Secret]
    public string? RibSealed { get; private set; }

    /// <summary>By <see cref="RibBox.Print"/>.</summary>
    [Secret]
    public string RibPrint { get; private set; } = "";

    /// <summary>The bank's paper, by its number among the stored files. Its content is kept sealed by <see cref="RibBox.SealPaper"/>, and goes some time after the last word.</summary>
    public required long FileId { get; set; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    /// <summary>When it was last sent; UTC.</summary>
    public DateTime? SentAt { get; private set; }

    /// <summary>Until then nobody accepts it, so that the employee can stop what somebody else asked in his name.</summary>
    public DateTime? StopUntil { get; private set; }

    /// <summary>How often it was sent.</summary>
    public int Round { get; private set; }

    public DomiciliationState State { get; private set; }

    public DateTime StateSince { get; private set; }

    public long? CheckedByAccountId { get; private set; }

    public long? AcceptedByAccountId { get; private set; }

    /// <summary>Of a return, a refusal, or Finance's rejection.</summary>
    public string? ReasonCode { get; private set; }

    /// <summary>The office's words to the employee.</summary>
    public string? Remark { get; private set; }

    /// <summary>First day of the first month paid there.</summary>
    public DateOnly? EffectiveFrom { get; private set; }

    /// <summary>Last day before another account follows.</summary>
    public DateOnly? EndsOn { get; private set; }

    public int Version { get; set; }

    public bool IsOpen => State is DomiciliationState.Draft or DomiciliationState.Sent or DomiciliationState.Returned or DomiciliationState.Checked or DomiciliationState.Accepted;

    /// <summary>The employee may still stop it.</summary>
    public bool MayStop => MayStopIn(State);

    /// <summary>The office works on it.</summary>
    public bool IsTreated => State is DomiciliationState.Sent or DomiciliationState.Checked;

    public static bool MayStopIn(DomiciliationState state) => state is DomiciliationState.Draft or DomiciliationState.Sent or DomiciliationState.Returned or DomiciliationState.Checked;

    /// <summary>Somebody else took a step meanwhile.</summary>
    public static Refusal Changed => Refusal.Conflict("domiciliations.changed").Next("domiciliations.changed.next");

    /// <summary>Nobody treats his own account or that of the family (rules common to all, 6).</summary>
    public static Refusal Own => Refusal.Conflict("domiciliations.own").Next("domiciliations.own.next").Recorded();

    /// <summary>The number typed; a returned request begins anew with it.</summary>
    public Refusal? Type(Rib rib, RibBox box, DateTime now)
    {
        if (State is DomiciliationState.Returned && Become(DomiciliationState.Draft, now) is { } refusal) return refusal;
        if (State is not DomiciliationState.Draft) return Changed;
        if (StateSince == default) StateSince = now;
        (BankCode, RibEnd, RibSealed, RibPrint) = (rib.Bank, rib.End(), box.Seal(Key, rib), box.Print(rib));
        return null;
    }

    public Refusal? Send(DateTime now, int stopHours)
    {
        if (Become(DomiciliationState.Sent, now) is { } refusal) return refusal;
        (SentAt, StopUntil, Round) = (now, now.AddHours(stopHours), Round + 1);
        (ReasonCode, Remark, CheckedByAccountId) = (null, null, null);
        return null;
    }

    /// <summary>One person found that number, holder and paper agree.</summary>
    public Refusal? Check(long account, DateTime now)
    {
        if (Become(DomiciliationState.Checked, now) is { } refusal) return refusal;
        CheckedByAccountId = account;
        return null;
    }

    /// <summary>A second person agrees, once the employee has had time to stop it.</summary>
    public Refusal? Accept(Hands hands, DateTime now)
    {
        if (State is not DomiciliationState.Checked) return Changed;
        if (hands.Did(CheckedByAccountId)) return Refusal.Conflict("domiciliations.same-hand").Next("domiciliations.same-hand.next").Recorded();
        if (now < StopUntil) return Refusal.Conflict("domiciliations.cooling").Next("domiciliations.cooling.next");
        if (Become(DomiciliationState.Accepted, now) is { } refusal) return refusal;
        AcceptedByAccountId = hands.Account;
        return null;
    }

    public Refusal? Return(string reason, string? remark, DateTime now)
    {
        if (Become(DomiciliationState.Returned, now) is { } refusal) return refusal;
        (ReasonCode, Remark, CheckedByAccountId) = (reason, remark, null);
        return null;
    }

    public Refusal? Refuse(string reason, string? remark, DateTime now)
    {
        if (Become(DomiciliationState.Refused, now) is { } refusal) return refusal;
        (ReasonCode, Remark, RibSealed) = (reason, remark, null);
        return null;
    }

    public Refusal? Withdraw(DateTime now)
    {
        if (Become(DomiciliationState.Withdrawn, now) is { } refusal) return refusal;
        RibSealed = null;
        return null;
    }

    /// <summary>Finance pays there from a month on.</summary>
    /// <param name="from">First day of the month.</param>
    public Refusal? Grant(DateOnly from, DateTime now)
    {
        if (Become(DomiciliationState.Granted, now) is { } refusal) return refusal;
        (EffectiveFrom, ReasonCode, RibSealed) = (from, null, null);
        return null;
    }

    /// <summary>Finance does not pay there.</summary>
    public Refusal? Reject(string reason, DateTime now)
    {
        if (Become(DomiciliationState.Rejected, now) is { } refusal) return refusal;
        (ReasonCode, RibSealed) = (reason, null);
        return null;
    }

    /// <summary>Another account follows from that month.</summary>
    public void EndBefore(DateOnly month) => EndsOn = month.AddDays(-1);

    private Refusal? Become(DomiciliationState state, DateTime now)
    {
        if (!Next[State].Contains(state)) return Changed;
        (State, StateSince) = (state, now);
        return null;
    }
}

public sealed class DomiciliationConfiguration : IEntityTypeConfiguration<Domiciliation>
{
    public void Configure(EntityTypeBuilder<Domiciliation> builder)
    {
        builder.ToTable("Domiciliations");
        builder.HasIndex(d => d.Key).IsUnique();
        builder.Property(d => d.PlacePath).IsCode(64);
        builder.Property(d => d.BankCode).IsCode(TypedRib.BankLength);
        builder.Property(d => d.RibEnd).IsCode(TypedRib.EndLength);
        builder.Property(d => d.RibSealed).IsCode(120);
        builder.Property(d => d.RibPrint).IsCode(Sealer.Length);
        builder.Property(d => d.ReasonCode).IsCode(40);
        builder.Property(d => d.Remark).HasMaxLength(Domiciliation.RemarkLength);
        builder.Ignore(d => d.IsOpen);
        builder.Ignore(d => d.MayStop);
        builder.Ignore(d => d.IsTreated);
        builder.HasIndex(d => new { d.EmployeeId, d.Id });
        builder.HasIndex(d => new { d.PlacePath, d.State, d.SentAt });
        builder.HasIndex(d => d.RibPrint);
    }
}

/// <summary>One line of a request's history; none is ever changed. Each opening of the whole number or of the paper is one.</summary>
public sealed class DomiciliationNote : IInPlace
{
    public long Id { get; init; }

    public required long DomiciliationId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>sent, opened, paper, checked, returned, refused, withdrawn, accepted, granted, rejected.</summary>
    public required string What { get; init; }

    /// <summary>Empty for the program.</summary>
    public required string Role { get; init; }

    public required int PlaceId { get; init; }

    public required long? AccountId { get; init; }

    public string? ReasonCode { get; init; }
}

public sealed class DomiciliationNoteConfiguration : IEntityTypeConfiguration<DomiciliationNote>
{
    public void Configure(EntityTypeBuilder<DomiciliationNote> builder)
    {
        builder.ToTable("DomiciliationNotes");
        builder.Property(n => n.What).IsCode(20);
        builder.Property(n => n.Role).IsCode(40);
        builder.Property(n => n.ReasonCode).IsCode(40);
        builder.HasIndex(n => new { n.DomiciliationId, n.At });
    }
}
