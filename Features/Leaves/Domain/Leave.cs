using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Leaves.Domain;

/// <summary>One employee's leave, from the request to the return to work.</summary>
public sealed class Leave : IVersioned, IInPlace, IAboutEmployee
{
    public const int ReasonLength = 300;
    public const int ShortestReason = 10;

    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>A code of <see cref="LeaveType"/>.</summary>
    public required string TypeCode { get; init; }

    /// <summary>The kind its days count as: another one where a certificate never came.</summary>
    public required string CountedAs { get; set; }

    /// <summary>Where the person worked when asking: a school, or an office.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required DateOnly StartsOn { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly EndsOn { get; init; }

    /// <summary>As its kind counts them: working or calendar days.</summary>
    public required int Days { get; init; }

    /// <summary>The person is away from work; as the kind was when it was asked for.</summary>
    public required bool IsAbsence { get; init; }

    /// <summary>A doctor says so, and the person is away before anybody has decided.</summary>
    public required bool IsMedical { get; init; }

    /// <summary>May tell of an illness: not for the audit trail.</summary>
    [Secret] public string? Reason { get; init; }

    /// <summary>The certificate or other paper.</summary>
    public long? PaperId { get; private set; }

    /// <summary>When it was handed in: what a receipt says.</summary>
    public DateTime? PaperAt { get; private set; }

    /// <summary>Last day for the paper; null where none is needed.</summary>
    public DateOnly? PaperDueOn { get; init; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    public LeaveState State { get; private set; }

    public DateTime StateSince { get; private set; }

    /// <summary>Last day on which the doctor or council answers in time.</summary>
    public DateOnly? CheckDueOn { get; private set; }

    /// <summary>What the doctor or council answered last.</summary>
    public LeaveAct? CheckResult { get; private set; }

    /// <summary>Whether the head was for it; null without an opinion.</summary>
    public bool? IsFavored { get; private set; }

    /// <summary>Why it was refused, or counted as annual leave.</summary>
    public string? Answer { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    /// <summary>Days at full salary, once granted; in days of its kind.</summary>
    public int FullDays { get; private set; }

    public int HalfDays { get; private set; }

    public int UnpaidDays { get; private set; }

    /// <summary>First day back at work.</summary>
    public DateOnly? ReturnedOn { get; private set; }

    /// <summary>Who recorded the return.</summary>
    public long? ReturnByAccountId { get; private set; }

    /// <summary>Why the person did not confirm the day that was recorded before.</summary>
    public string? ReturnDispute { get; private set; }

    /// <summary>The sealed minutes of the return.</summary>
    public long? MinutesId { get; private set; }

    /// <summary>The leave this one extends: same kind, from the day after its last.</summary>
    public long? ExtendsId { get; init; }

    public int Version { get; set; }

    /// <summary>Somebody else recorded the return, and the person has not confirmed it.</summary>
    public bool IsReturnToConfirm => State == LeaveState.Ended && ReturnedOn is not null && MinutesId is null && ReturnByAccountId is not null;

    /// <summary>Last day away: the day before an early return.</summary>
    public DateOnly LastDay => LastDayOf(EndsOn, ReturnedOn);

    /// <inheritdoc cref="LastDay"/>
    public static DateOnly LastDayOf(DateOnly endsOn, DateOnly? returnedOn) => returnedOn <= endsOn ? returnedOn.Value.AddDays(-1) : endsOn;

    /// <param name="toHead">A head stands above the person; else it goes to the directorate at once.</param>
    public void Begin(bool toHead, DateTime now) => (State, StateSince) = (toHead ? LeaveState.Asked : LeaveState.WithOffice, now);

    public void HandIn(long file, DateTime now) => (PaperId, PaperAt) = (file, now);

    public Refusal? Forward(bool favored, DateTime now)
    {
        if (Become(LeaveState.WithOffice, now) is { } refusal)
            return refusal;
        IsFavored = favored;
        return null;
    }

    public Refusal? Grant(Pay pay, long account, DateTime now)
    {
        if (Become(LeaveState.Granted, now) is { } refusal)
            return refusal;
        Pay(pay);
        DecidedByAccountId = account;
        return null;
    }

    public Refusal? CountAsAnnual(Pay pay, string answer, long account, DateTime now)
    {
        if (Grant(pay, account, now) is { } refusal)
            return refusal;
        (CountedAs, Answer) = (LeaveType.Annual, answer);
        return null;
    }

    public Refusal? Refuse(string answer, long account, DateTime now)
    {
        if (Become(LeaveState.Refused, now) is { } refusal)
            return refusal;
        (Answer, DecidedByAccountId) = (answer, account);
        return null;
    }

    public Refusal? Check(DateOnly dueOn, DateTime now)
    {
        if (Become(LeaveState.InCheck, now) is { } refusal)
            return refusal;
        (CheckDueOn, CheckResult) = (dueOn, null);
        return null;
    }

    public Refusal? Checked(LeaveAct result, DateTime now)
    {
        if (Become(LeaveState.WithOffice, now) is { } refusal)
            return refusal;
        CheckResult = result;
        return null;
    }

    /// <summary>A leave that has begun is not taken back: the return is recorded instead.</summary>
    public Refusal? Cancel(DateOnly today, DateTime now) =>
        State == LeaveState.Granted && StartsOn <= today ? Refusal.Conflict("leaves.begun").Next("leaves.begun.next") : Become(LeaveState.Cancelled, now);

    /// <param name="day">First day back; the first day of the leave where the person never left.</param>
    public Refusal? Return(DateOnly day, DateOnly today, DateTime now, long? account = null)
    {
        if (day < StartsOn || day > today)
            return Refusal.Invalid("ReturnedOn", "leaves.return.wrong");
        if (Become(LeaveState.Ended, now) is { } refusal)
            return refusal;
        (ReturnedOn, ReturnByAccountId, ReturnDispute) = (day, account, null);
        return null;
    }

    /// <summary>The person did not come back that day: the head looks again.</summary>
    public Refusal? Contest(string remark, DateTime now)
    {
        if (!IsReturnToConfirm || Become(LeaveState.Granted, now) is not null)
            return Changed;
        (ReturnedOn, ReturnByAccountId, ReturnDispute) = (null, null, remark);
        return null;
    }

    public void KeepMinutes(long document) => MinutesId = document;

    /// <summary>The leave goes on with the one that extends it; nobody awaits a return from this one.</summary>
    public Refusal? Extended(DateTime now) => Become(LeaveState.Ended, now);

    /// <summary>The person came back before this extension began, and nobody had decided it.</summary>
    public Refusal? Close(DateTime now) => Become(LeaveState.Cancelled, now);

    /// <summary>The day back that closed this extension does not stand: it waits for an answer again.</summary>
    public Refusal? Reopen(bool toHead, DateTime now)
    {
        if (State != LeaveState.Cancelled || ExtendsId is null)
            return Changed;
        Begin(toHead, now);
        return null;
    }

    /// <summary>The extension was taken back: the return is awaited again.</summary>
    public void NotExtended(DateTime now)
    {
        if (State == LeaveState.Ended && ReturnedOn is null)
            _ = Become(LeaveState.Granted, now);
    }

    /// <summary>Days that were granted and not taken are not paid as leave.</summary>
    public void Pay(Pay pay) => (FullDays, HalfDays, UnpaidDays) = pay;

    /// <summary>Somebody else took a step meanwhile.</summary>
    public static Refusal Changed => Refusal.Conflict("leaves.changed").Next("leaves.changed.next");

    private Refusal? Become(LeaveState state, DateTime now)
    {
        if (!State.MayBecome(state))
            return Changed;
        (State, StateSince) = (state, now);
        return null;
    }
}

public sealed class LeaveConfiguration : IEntityTypeConfiguration<Leave>
{
    public void Configure(EntityTypeBuilder<Leave> builder)
    {
        builder.Ignore(l => l.LastDay);
        builder.Ignore(l => l.IsReturnToConfirm);
        builder.Property(l => l.ReturnDispute).HasMaxLength(Leave.ReasonLength);
        builder.HasIndex(l => l.ExtendsId);
        builder.Property(l => l.TypeCode).IsCode(LeaveType.CodeLength);
        builder.Property(l => l.CountedAs).IsCode(LeaveType.CodeLength);
        builder.Property(l => l.PlacePath).IsCode(64);
        builder.Property(l => l.Reason).HasMaxLength(Leave.ReasonLength);
        builder.Property(l => l.Answer).HasMaxLength(Leave.ReasonLength);
        builder.HasIndex(l => new { l.EmployeeId, l.StartsOn });
        builder.HasIndex(l => new { l.PlacePath, l.StateSince });
        builder.HasIndex(l => l.PaperId);
    }
}

/// <summary>One line of a leave's history; none is ever changed.</summary>
public sealed class LeaveEvent : IInPlace
{
    public long Id { get; init; }

    public required long LeaveId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>asked, paper, favorable, unfavorable, granted, refused, annual, visit, council, confirmed, not-confirmed, no-show, cancelled, returned, return-confirmed, return-contested, extension, extended, extension-closed, extension-reopened.</summary>
    public required string What { get; init; }

    public required string Role { get; init; }

    public required long AccountId { get; init; }

    public required int PlaceId { get; init; }

    public string? Remark { get; init; }
}

public sealed class LeaveEventConfiguration : IEntityTypeConfiguration<LeaveEvent>
{
    public void Configure(EntityTypeBuilder<LeaveEvent> builder)
    {
        builder.Property(e => e.What).IsCode(20);
        builder.Property(e => e.Role).IsCode(40);
        builder.Property(e => e.Remark).HasMaxLength(Leave.ReasonLength);
        builder.HasIndex(e => new { e.LeaveId, e.At });
    }
}
