using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Training.Domain;

/// <summary>Where a session stands. The numbers are stored.</summary>
public enum TrainingState
{
    /// <summary>Days, place and people may still change.</summary>
    Planned = 0,

    /// <summary>Summons have gone out: days and place stay.</summary>
    Convened = 1,

    /// <summary>Held, counted and reported.</summary>
    Closed = 2,

    Cancelled = 3,
}

/// <summary>A session of continuing training (تكوين مستمر) of a directorate or an academy, on one to five days.</summary>
public sealed class TrainingSession : IVersioned, IInPlace
{
    public const int ThemeLength = 160;
    public const int VenueLength = 160;
    public const int TrainerLength = 120;
    public const int ReportLength = 2000;
    public const int MostDays = 5;
    public const int MostSeats = 60;

    public long Id { get; init; }

    /// <summary>The office that holds it.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required int SchoolYearId { get; set; }

    public required string ThemeAr { get; set; }

    /// <summary>As papers and French pages say it; the Arabic one where nobody wrote it.</summary>
    public required string ThemeFr { get; set; }

    /// <summary>The theme without accents and signs: two sessions of one theme have one key.</summary>
    public required string ThemeKey { get; set; }

    /// <summary>For who teaches this subject; null for all.</summary>
    public string? SubjectCode { get; set; }

    /// <summary>For who teaches in this cycle; null for all.</summary>
    public string? CycleCode { get; set; }

    /// <summary>For who has this grade; null for all.</summary>
    public string? GradeCode { get; set; }

    public required string Venue { get; set; }

    /// <summary>Minutes after midnight in Morocco at which each day begins.</summary>
    public required int FromMinute { get; set; }

    public required int ToMinute { get; set; }

    public required int Seats { get; set; }

    /// <summary>A member of the staff who gives it and calls the names.</summary>
    public long? TrainerId { get; set; }

    /// <summary>The trainer's name as it is printed.</summary>
    public required string Trainer { get; set; }

    public required DateOnly StartsOn { get; set; }

    /// <summary>Last day.</summary>
    public required DateOnly EndsOn { get; set; }

    public TrainingState State { get; private set; }

    public required long PlannedByAccountId { get; init; }

    public required DateTime PlannedAt { get; init; }

    public DateTime? ConvenedAt { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    public DateTime? CancelledAt { get; private set; }

    /// <summary>What the office reports of it; why it was cancelled.</summary>
    public string? Report { get; private set; }

    public int Version { get; set; }

    public List<TrainingDay> Days { get; init; } = [];

    public static string KeyOf(string theme) => ArabicFolding.Fold(theme) is var key && key.Length > ThemeLength ? key[..ThemeLength] : key;

    /// <summary>Summons go out, the first time or to who was chosen later; nobody is called to a day that has begun.</summary>
    public Refusal? Convene(DateOnly today, DateTime now)
    {
        if (State is not (TrainingState.Planned or TrainingState.Convened))
            return NotNow;
        if (StartsOn <= today)
            return Refusal.Conflict("training.summon.late", Formats.ShortDate(StartsOn)).Next("training.summon.late.next");
        (State, ConvenedAt) = (TrainingState.Convened, ConvenedAt ?? now);
        return null;
    }

    /// <summary>The last day is over and each day was called.</summary>
    public Refusal? Close(string report, bool isCalled, DateOnly today, DateTime now)
    {
        if (State is not TrainingState.Convened)
            return NotNow;
        if (EndsOn > today)
            return Refusal.Conflict("training.close.early", Formats.ShortDate(EndsOn)).Next("training.close.early.next");
        if (!isCalled)
            return Refusal.Conflict("training.close.uncalled").Next("training.close.uncalled.next");
        (State, ClosedAt, Report) = (TrainingState.Closed, now, report);
        return null;
    }

    public Refusal? Cancel(string why, DateTime now)
    {
        if (State is not (TrainingState.Planned or TrainingState.Convened) || Days.Exists(d => d.CalledAt is not null))
            return NotNow;
        (State, CancelledAt, Report) = (TrainingState.Cancelled, now, why);
        return null;
    }

    public static Refusal NotNow => Refusal.Conflict("training.not-now").Next("training.not-now.next");
}

public sealed class TrainingSessionConfiguration : IEntityTypeConfiguration<TrainingSession>
{
    public void Configure(EntityTypeBuilder<TrainingSession> builder)
    {
        builder.Property(s => s.PlacePath).IsCode(64);
        builder.Property(s => s.ThemeAr).HasMaxLength(TrainingSession.ThemeLength);
        builder.Property(s => s.ThemeFr).HasMaxLength(TrainingSession.ThemeLength);
        builder.Property(s => s.ThemeKey).HasMaxLength(TrainingSession.ThemeLength).UseCollation("utf8mb4_bin");
        builder.Property(s => s.SubjectCode).IsCode(20);
        builder.Property(s => s.CycleCode).IsCode(10);
        builder.Property(s => s.GradeCode).IsCode(20);
        builder.Property(s => s.Venue).HasMaxLength(TrainingSession.VenueLength);
        builder.Property(s => s.Trainer).HasMaxLength(TrainingSession.TrainerLength);
        builder.Property(s => s.Report).HasMaxLength(TrainingSession.ReportLength);
        builder.HasMany(s => s.Days).WithOne().HasForeignKey(d => d.SessionId);
        builder.HasIndex(s => new { s.PlacePath, s.StartsOn });
        builder.HasIndex(s => s.ThemeKey);
        builder.HasIndex(s => s.TrainerId);
    }
}

/// <summary>One day of a session, and the call of its names.</summary>
public sealed class TrainingDay : IVersioned
{
    public long Id { get; init; }

    public long SessionId { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>When the names were called last, UTC.</summary>
    public DateTime? CalledAt { get; private set; }

    public long? CalledByAccountId { get; private set; }

    public int Version { get; set; }

    public void Call(long account, DateTime now) => (CalledAt, CalledByAccountId) = (now, account);
}

public sealed class TrainingDayConfiguration : IEntityTypeConfiguration<TrainingDay>
{
    public void Configure(EntityTypeBuilder<TrainingDay> builder)
    {
        builder.HasIndex(d => new { d.SessionId, d.Day }).IsUnique();
        builder.HasIndex(d => d.Day);
    }
}
