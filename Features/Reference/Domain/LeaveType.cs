using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Reference.Domain;

/// <summary>
/// A kind of leave in a school year, with every figure its rule needs. What one source says or nobody is sure of stands here with its mark,
/// so that a circular is followed by changing a value.
/// </summary>
public sealed class LeaveType : IVersioned
{
    /// <summary>Leave that takes the days of a sick leave whose certificate never came.</summary>
    public const string Annual = "ANNUAL";

    public const string Civil = "civil";
    public const string School = "school";
    public const string Sliding = "sliding";
    public const string Career = "career";
    public const string Each = "each";
    public const string Working = "working";
    public const string Head = "head";

    public const int CodeLength = 30;

    public int Id { get; init; }

    public required int SchoolYearId { get; init; }

    public required string Code { get; init; }

    public required int Order { get; init; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>administrative, health, family, other.</summary>
    public required string Category { get; init; }

    /// <summary>working (Monday to Friday, by the setting <c>leaves.week</c>) or calendar.</summary>
    public required string CountsIn { get; set; }

    /// <summary>Most days in the window; null for as many as are authorized.</summary>
    public int? MaxDays { get; set; }

    /// <summary>Most days for a man, where that differs.</summary>
    public int? MaxDaysMen { get; set; }

    /// <summary>What the ceiling is counted over: civil, school, sliding, career, each.</summary>
    public required string Window { get; set; }

    /// <summary>Length of a sliding window.</summary>
    public int? Months { get; set; }

    /// <summary>Days of the window at full salary; null for all of them.</summary>
    public int? FullDays { get; set; }

    /// <summary>Days after those at half salary; what follows is unpaid.</summary>
    public int? HalfDays { get; set; }

    /// <summary>head or directorate.</summary>
    public required string DecidedBy { get; set; }

    /// <summary>Asked for in Massar; pilgrimage leave is not.</summary>
    public required bool IsOpen { get; set; }

    /// <summary>The person is away from work: lessons are to be covered. An hour of nursing or a permission to travel is not.</summary>
    public required bool IsAbsence { get; set; }

    /// <summary>A doctor's word decides: certificate through the hierarchy, counter-visit.</summary>
    public required bool IsMedical { get; set; }

    /// <summary>Counts among the repeated short leaves that raise a flag.</summary>
    public required bool RaisesFlag { get; set; }

    /// <summary>F or M where only women or men have it.</summary>
    public string? Sex { get; set; }

    public required bool NeedsPaper { get; set; }

    /// <summary>Days after the first day in which the paper may come; null: with the request.</summary>
    public int? PaperDays { get; set; }

    /// <summary>The same for who works in the country.</summary>
    public int? PaperDaysRural { get; set; }

    /// <summary>The health council answers before it is granted.</summary>
    public required bool NeedsCouncil { get; set; }

    /// <summary>Days to bring the file to the council.</summary>
    public int? CouncilFileDays { get; set; }

    /// <summary>Days the council has to answer.</summary>
    public int? CouncilAnswerDays { get; set; }

    /// <summary>Another kind whose ceiling these days count against too.</summary>
    public string? CountedIn { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }

    /// <summary>The rules know these words and no others.</summary>
    public Refusal? KeepWords() =>
        OneOf(nameof(CountsIn), CountsIn, Working, "calendar") ?? OneOf(nameof(Window), Window, Civil, School, Sliding, Career, Each)
        ?? OneOf(nameof(DecidedBy), DecidedBy, Head, "directorate") ?? (Sex is null ? null : OneOf(nameof(Sex), Sex, "F", "M"));

    private static Refusal? OneOf(string field, string value, params string[] known) =>
        known.Contains(value) ? null : Refusal.Invalid(field, "reference.one-of", string.Join(" · ", known));
}

public sealed class LeaveTypeConfiguration : IEntityTypeConfiguration<LeaveType>
{
    public void Configure(EntityTypeBuilder<LeaveType> builder)
    {
        builder.Property(t => t.Code).IsCode(LeaveType.CodeLength);
        builder.Property(t => t.Category).IsCode(20);
        builder.Property(t => t.CountsIn).IsCode(10);
        builder.Property(t => t.Window).IsCode(10);
        builder.Property(t => t.DecidedBy).IsCode(12);
        builder.Property(t => t.Sex).IsCode(1);
        builder.Property(t => t.CountedIn).IsCode(LeaveType.CodeLength);
        builder.HasIndex(t => new { t.SchoolYearId, t.Code }).IsUnique();
    }
}
