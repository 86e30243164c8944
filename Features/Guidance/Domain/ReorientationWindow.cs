using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Guidance.Domain;

/// <summary>
/// The session of re-orientation (إعادة التوجيه) of a directorate in a school year: pupils change to another stream of their level within
/// the year. All days are civil days of Morocco, both ends included. What the commission decides is read at once, or kept until the hour of publication.
/// </summary>
public sealed class ReorientationWindow : IVersioned, IInPlace
{
    /// <summary>What a page shows where decisions are read at once.</summary>
    public const string NoHour = "none";

    public int Id { get; init; }

    /// <summary>The directorate.</summary>
    public required int PlaceId { get; init; }

    /// <summary>The year the pupils are in, and stay in.</summary>
    public required int SchoolYearId { get; init; }

    /// <summary>First day of requests.</summary>
    public required DateOnly OpensOn { get; set; }

    /// <summary>Last day of requests.</summary>
    public required DateOnly ClosesOn { get; set; }

    /// <summary>Last day of the schools' opinions; after it the commission decides without those that are missing.</summary>
    public required DateOnly OpinionsUntil { get; set; }

    /// <summary>From when on what was decided is read by families and schools, UTC; null where it is read at once.</summary>
    public DateTime? PublishAt { get; set; }

    public int Version { get; set; }

    /// <summary>The hour as a page shows it, for its form to give back.</summary>
    public static string ShownHour(DateTime? at) => at is { } hour ? DateTime.SpecifyKind(hour, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture) : NoHour;

    /// <summary>Whether the hour is the one that was shown; who gave none back is not asked.</summary>
    public static bool IsShown(DateTime? at, string? shown) =>
        string.IsNullOrEmpty(shown) || (shown == NoHour ? at is null : DateTimeOffset.TryParse(shown, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour) && hour.UtcDateTime == at);

    public bool TakesRequests(DateOnly today) => OpensOn <= today && today <= ClosesOn;

    public Refusal? RefusesRequests(DateOnly today) =>
        today < OpensOn ? Refusal.Conflict("guidance.change.early", Formats.ShortDate(OpensOn)).Next("guidance.early.next")
        : today > ClosesOn ? Refusal.Conflict("guidance.change.closed", Formats.ShortDate(ClosesOn)).Next("guidance.closed.next")
        : null;
}

public sealed class ReorientationWindowConfiguration : IEntityTypeConfiguration<ReorientationWindow>
{
    public void Configure(EntityTypeBuilder<ReorientationWindow> builder)
    {
        builder.ToTable("ReorientationWindows");
        builder.HasIndex(w => new { w.PlaceId, w.SchoolYearId }).IsUnique();
    }
}

/// <summary>What a school still takes in, in a stream, for one session of re-orientation. The row is locked while a seat is given.</summary>
public sealed class ReorientationSeats : IVersioned, IInPlace
{
    public int Id { get; init; }

    public required int WindowId { get; init; }

    public required int SchoolId { get; init; }

    /// <summary>The level is the stream's.</summary>
    public required string StreamCode { get; init; }

    public required int Seats { get; set; }

    /// <summary>Seats given: pupils accepted or already placed.</summary>
    public int Taken { get; private set; }

    /// <summary>Seats of decisions that nobody reads yet; families see the others alone.</summary>
    public int Reserved { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Neither given nor kept for a decision.</summary>
    public int Left => Math.Max(0, Seats - Taken - Reserved);

    /// <summary>Gives one seat, never more than there are.</summary>
    public Refusal? Take()
    {
        if (Left == 0) return Full(Seats);
        Taken++;
        return null;
    }

    /// <summary>Keeps one for a decision that is not published yet.</summary>
    public Refusal? Reserve()
    {
        if (Left == 0) return Full(Seats);
        Reserved++;
        return null;
    }

    /// <summary>Every seat is given or kept.</summary>
    public static Refusal Full(int seats) => Refusal.Conflict("guidance.change.full", seats).Next("guidance.change.full.next");

    /// <summary>One that was kept is free again, or is given now.</summary>
    public void Release() => Reserved = Math.Max(0, Reserved - 1);

    /// <summary>A seat that was given is free again.</summary>
    public void Free() => Taken = Math.Max(0, Taken - 1);
}

public sealed class ReorientationSeatsConfiguration : IEntityTypeConfiguration<ReorientationSeats>
{
    public void Configure(EntityTypeBuilder<ReorientationSeats> builder)
    {
        builder.ToTable("ReorientationSeats");
        builder.Ignore(s => s.Left);
        builder.Property(s => s.StreamCode).IsCode(20);
        builder.HasIndex(s => new { s.WindowId, s.SchoolId, s.StreamCode }).IsUnique();
    }
}
