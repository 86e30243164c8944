using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Reference.Domain;

/// <summary>
/// The days a directorate gives its own schools in place of the ministry's: bad weather, a late start. The ministry's line says how far
/// they may lie from its own; taken back, the row is gone and the ministry's days count again.
/// </summary>
public sealed class MovedWindow : IVersioned, IInPlace
{
    public const int ReasonLength = 300;

    public int Id { get; init; }

    public required int EntryId { get; init; }

    /// <summary>The directorate.</summary>
    public required int PlaceId { get; init; }

    /// <summary>Null where the ministry's first day stays, also when the ministry changes it.</summary>
    public required DateOnly? StartsOn { get; set; }

    /// <summary>Null where the ministry's last day stays.</summary>
    public required DateOnly? EndsOn { get; set; }

    public required string Reason { get; set; }

    /// <summary>How often it was set: what heads are told is told once each time.</summary>
    public int Times { get; set; } = 1;

    public int Version { get; set; }

    /// <summary>Why these days lie outside what the ministry allows; null within it.</summary>
    public static Refusal? Bounds(CalendarEntry entry, DateOnly startsOn, DateOnly endsOn)
    {
        if (Outside(entry.StartsOn, startsOn) is { } early) return Refusal.Invalid("StartsOn", "reference.window.bounds", early);
        if (Outside(entry.EndsOn, endsOn) is { } late) return Refusal.Invalid("EndsOn", "reference.window.bounds", late);
        return endsOn < startsOn ? Refusal.Invalid("EndsOn", "reference.ends-before") : null;

        object[]? Outside(DateOnly national, DateOnly typed) =>
            Math.Abs(typed.DayNumber - national.DayNumber) > entry.MoveDays ? [Formats.ShortDate(national.AddDays(-entry.MoveDays)), Formats.ShortDate(national.AddDays(entry.MoveDays))] : null;
    }
}

public sealed class MovedWindowConfiguration : IEntityTypeConfiguration<MovedWindow>
{
    public void Configure(EntityTypeBuilder<MovedWindow> builder)
    {
        builder.Property(m => m.Reason).HasMaxLength(MovedWindow.ReasonLength);
        builder.HasOne<CalendarEntry>().WithMany().HasForeignKey(m => m.EntryId);
        builder.HasIndex(m => new { m.EntryId, m.PlaceId }).IsUnique();
        builder.HasIndex(m => m.PlaceId);
    }
}
