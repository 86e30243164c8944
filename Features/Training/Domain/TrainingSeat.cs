using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Training.Domain;

/// <summary>Where a person's seat stands. The numbers are stored.</summary>
public enum SeatState
{
    /// <summary>On the list; the person knows nothing of it yet.</summary>
    Chosen = 0,

    /// <summary>The sealed summons is out.</summary>
    Summoned = 1,

    /// <summary>The person has said that he cannot come; the office has not answered.</summary>
    Asked = 2,

    /// <summary>Need not come.</summary>
    Excused = 3,

    /// <summary>The session was called off.</summary>
    Cancelled = 4,
}

/// <summary>One person's seat in a session.</summary>
public sealed class TrainingSeat : IVersioned, IInPlace
{
    public const int ReasonLength = 300;

    public long Id { get; init; }

    public required long SessionId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Where the person works when chosen.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public SeatState State { get; private set; }

    public required DateTime ChosenAt { get; init; }

    /// <summary>The sealed summons.</summary>
    public long? SummonsId { get; private set; }

    public DateTime? SummonedAt { get; private set; }

    /// <summary>Why the person cannot come; may tell of an illness: not for the audit trail.</summary>
    [Secret] public string? Reason { get; private set; }

    public DateTime? AskedAt { get; private set; }

    public string? Answer { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public long? AnsweredByAccountId { get; private set; }

    /// <summary>Days present, once the session is closed.</summary>
    public int? PresentDays { get; private set; }

    /// <summary>Present on enough days for an attestation.</summary>
    public bool IsEarned { get; private set; }

    /// <summary>The sealed attestation.</summary>
    public long? AttestationId { get; private set; }

    public int Version { get; set; }

    public void Summon(long document, DateTime now) => (State, SummonsId, SummonedAt) = (SeatState.Summoned, document, now);

    /// <summary>The person cannot come; asked once.</summary>
    public Refusal? Ask(string reason, DateOnly startsOn, DateOnly today, DateTime now)
    {
        if (State is not SeatState.Summoned || AnsweredAt is not null)
            return TrainingSession.NotNow;
        if (startsOn <= today)
            return Refusal.Conflict("training.ask.late").Next("training.ask.late.next");
        (State, Reason, AskedAt) = (SeatState.Asked, reason, now);
        return null;
    }

    /// <summary>The office answers; the person comes after all, or need not.</summary>
    public Refusal? Decide(bool isExcused, string answer, long account, DateTime now)
    {
        if (State is not SeatState.Asked)
            return TrainingSession.NotNow;
        (State, Answer, AnsweredByAccountId, AnsweredAt) = (isExcused ? SeatState.Excused : SeatState.Summoned, answer, account, now);
        return null;
    }

    /// <summary>A leave was granted on one of the days: nobody has to answer.</summary>
    public void ExcuseForLeave(DateTime now) => (State, AnsweredAt) = (SeatState.Excused, now);

    public void Cancel() => State = SeatState.Cancelled;

    /// <summary>Counted when the session is closed.</summary>
    public void Count(int present, bool isEarned) => (PresentDays, IsEarned) = (present, isEarned);

    public void Attest(long document) => AttestationId = document;
}

public sealed class TrainingSeatConfiguration : IEntityTypeConfiguration<TrainingSeat>
{
    public void Configure(EntityTypeBuilder<TrainingSeat> builder)
    {
        builder.Property(s => s.PlacePath).IsCode(64);
        builder.Property(s => s.Reason).HasMaxLength(TrainingSeat.ReasonLength);
        builder.Property(s => s.Answer).HasMaxLength(TrainingSeat.ReasonLength);
        builder.HasOne<TrainingSession>().WithMany().HasForeignKey(s => s.SessionId);
        builder.HasIndex(s => new { s.SessionId, s.EmployeeId }).IsUnique();
        builder.HasIndex(s => s.EmployeeId);
        builder.HasIndex(s => new { s.PlacePath, s.State });
        builder.HasIndex(s => s.SummonsId);
        builder.HasIndex(s => s.AttestationId);
    }
}

/// <summary>Who was there on a day.</summary>
public sealed class TrainingPresence : IVersioned
{
    public required long DayId { get; init; }

    public required long SeatId { get; init; }

    public required bool IsPresent { get; set; }

    public int Version { get; set; }
}

public sealed class TrainingPresenceConfiguration : IEntityTypeConfiguration<TrainingPresence>
{
    public void Configure(EntityTypeBuilder<TrainingPresence> builder)
    {
        builder.HasKey(p => new { p.DayId, p.SeatId });
        builder.Property(p => p.DayId).ValueGeneratedNever();
        builder.Property(p => p.SeatId).ValueGeneratedNever();
        builder.HasOne<TrainingDay>().WithMany().HasForeignKey(p => p.DayId);
        builder.HasIndex(p => p.SeatId);
    }
}
