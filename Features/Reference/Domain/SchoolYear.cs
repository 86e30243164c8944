using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Reference.Domain;

/// <summary>A school year, numbered by the calendar year it starts in: 2025 is 2025/2026.</summary>
public sealed class SchoolYear : IVersioned
{
    public required int Id { get; init; }

    public string Label => $"{Id}/{Id + 1}";

    public required DateOnly StartsOn { get; set; }

    public required DateOnly EndsOn { get; set; }

    /// <summary>Exactly one year is current; screens open on it.</summary>
    public bool IsCurrent { get; set; }

    /// <summary>The number the ministry's mark sheets carry for it (18 for 2025/2026).</summary>
    public int? MassarId { get; set; }

    public int Version { get; set; }
}

public sealed class SchoolYearConfiguration : IEntityTypeConfiguration<SchoolYear>
{
    public void Configure(EntityTypeBuilder<SchoolYear> builder)
    {
        builder.Property(y => y.Id).ValueGeneratedNever();
        builder.Ignore(y => y.Label);
    }
}

/// <summary>A dated line of the year's organization decision: an event, a holiday or a window that opens screens.</summary>
public sealed class CalendarEntry : IVersioned
{
    public int Id { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>For windows, the name the program asks for: "registrations", "marks-s1".</summary>
    public string? Code { get; set; }

    public required DateOnly StartsOn { get; set; }

    public required DateOnly EndsOn { get; set; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>event, holiday, window.</summary>
    public required string Kind { get; set; }

    /// <summary>Of a window: by how many days a directorate may move either end of it for its own schools; 0 for a window that stands.</summary>
    public int MoveDays { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class CalendarEntryConfiguration : IEntityTypeConfiguration<CalendarEntry>
{
    public void Configure(EntityTypeBuilder<CalendarEntry> builder)
    {
        builder.Property(c => c.Code).IsCode(40);
        builder.Property(c => c.Kind).IsCode(20);
        builder.HasIndex(c => new { c.SchoolYearId, c.StartsOn });
    }
}

/// <summary>A value the ministry may change from year to year, with how sure we are of it.</summary>
public sealed class Setting : IVersioned
{
    /// <summary>How the codes of amounts of pay begin.</summary>
    public const string Pay = "pay.";

    public int Id { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>"registrations.minimum-age", "mobility.wishes".</summary>
    public required string Code { get; init; }

    /// <summary>Written invariantly: 5.5, 31-12, true.</summary>
    public required string Value { get; set; }

    public required string NoteAr { get; set; }

    public required string NoteFr { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }

    /// <summary>
    /// Looks whether the value still has the form of the one it replaces: a number stays a number, and a table of numbers keeps its
    /// columns ("0:98.85 100:79.62"), because the rules that read it know no other form. Words are free. Writes numbers invariantly.
    /// </summary>
    /// <param name="former">The value before.</param>
    public Refusal? KeepForm(string former)
    {
        if (Shape(former) is not { } shape)
            return null;
        var typed = string.Join(' ', Digits.ToLatin(Value).Replace(',', '.').Replace('٫', '.').Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (Shape(typed) is { } now && now.Columns == shape.Columns && (shape.Columns > 1 || now.Rows == shape.Rows))
        {
            Value = typed;
            return null;
        }

        return shape is (1, 1) ? Refusal.Invalid(nameof(Value), "reference.value-number") : Refusal.Invalid(nameof(Value), "reference.value-table", former);
    }

    private static (int Rows, int Columns)? Shape(string value)
    {
        var rows = value.Split(' ').Select(r => r.Split(':')).ToList();
        return rows.TrueForAll(r => r.Length == rows[0].Length && r.All(n => decimal.TryParse(n, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)))
            ? (rows.Count, rows[0].Length)
            : null;
    }
}

public sealed class SettingConfiguration : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> builder)
    {
        builder.Property(s => s.Code).IsCode(80);
        builder.HasIndex(s => new { s.SchoolYearId, s.Code }).IsUnique();
    }
}
