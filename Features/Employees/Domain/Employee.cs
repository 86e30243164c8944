using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Employees.Domain;

/// <summary>As E-SISE numbers it (SIT_FAM).</summary>
public enum MaritalStatus
{
    Single = 1,
    Married = 2,
    Divorced = 3,
    Widowed = 4,
}

/// <summary>A member of the ministry's staff. Grade and échelon are career steps, workplaces are postings.</summary>
public sealed class Employee : IVersioned, IInPlace, IAboutEmployee
{
    /// <summary>Path of the file of somebody whose recruitment is not signed: below no place, so that no office finds it.</summary>
    public const string NotYet = "-";

    /// <summary>Path of a file that went into another of the same person: below no place either.</summary>
    public const string Gone = "=";

    public long Id { get; init; }

    /// <summary>Payroll number (رقم التأجير), five to eight digits, for life.</summary>
    public required string Ppr { get; init; }

    /// <summary>Whether the text has the form of a payroll number; digits of any script are to be made Latin before.</summary>
    public static bool IsPpr(string text) => text.Length is >= 5 and <= 8 && text.All(char.IsAsciiDigit);

    long IAboutEmployee.EmployeeId => Id;

    public required string Cin { get; set; }

    public required string FirstNameAr { get; set; }

    public required string LastNameAr { get; set; }

    public required string FirstNameLatin { get; set; }

    public required string LastNameLatin { get; set; }

    /// <summary>Names folded for search in both scripts.</summary>
    public required string SearchKey { get; set; }

    public required Sex Sex { get; set; }

    public required DateOnly BirthDate { get; set; }

    public required DateOnly RecruitedOn { get; set; }

    public required MaritalStatus MaritalStatus { get; set; }

    /// <summary>Commune the spouse works in, for joining one's spouse.</summary>
    public int? SpouseCommuneId { get; set; }

    public string? SpouseNameAr { get; set; }

    /// <summary>Subject of specialization (مادة التخصص).</summary>
    public string? DisciplineCode { get; set; }

    public string? PensionNumber { get; set; }

    public string? Phone { get; set; }

    public string? Email { get; set; }

    /// <summary>Where the person works today; the history is in <see cref="Posting"/>.</summary>
    public required int PlaceId { get; set; }

    public required string PlacePath { get; set; }

    /// <summary>The grade of today; the history is in <see cref="CareerStep"/>.</summary>
    public required string GradeCode { get; set; }

    public int Version { get; set; }

    public string FullNameAr => $"{LastNameAr} {FirstNameAr}";

    public string FullNameLatin => $"{LastNameLatin} {FirstNameLatin}";
}

public sealed class EmployeeConfiguration : IEntityTypeConfiguration<Employee>
{
    public void Configure(EntityTypeBuilder<Employee> builder)
    {
        builder.Property(e => e.Ppr).IsCode(8);
        builder.HasIndex(e => e.Ppr).IsUnique();
        builder.Property(e => e.Cin).IsCode(10);
        builder.HasIndex(e => e.Cin);
        builder.HasIndex(e => e.BirthDate);
        builder.Property(e => e.SearchKey).HasMaxLength(250).UseCollation("utf8mb4_bin");
        builder.Property(e => e.DisciplineCode).IsCode(20);
        builder.Property(e => e.PensionNumber).IsCode(20);
        builder.Property(e => e.PlacePath).IsCode(64);
        builder.HasIndex(e => e.PlacePath);
        builder.HasIndex(e => e.PlaceId);
        builder.Property(e => e.GradeCode).IsCode(20);
        builder.Ignore(e => e.FullNameAr);
        builder.Ignore(e => e.FullNameLatin);
    }
}

/// <summary>Grade, échelon and position from a day on: what was true, and when we learnt it.</summary>
public sealed class CareerStep : IVersioned, ILearnt, IAboutEmployee
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required string GradeCode { get; init; }

    public required string Echelle { get; init; }

    public required int Echelon { get; init; }

    public required int Index { get; init; }

    /// <summary>Code of the nomenclature positions.</summary>
    public required string PositionCode { get; init; }

    /// <summary>Still in his stage (متمرن): recruited, not yet titular (مرسم).</summary>
    public bool IsTrainee { get; init; }

    /// <summary>Seniority kept in the échelon at that day, in days.</summary>
    public int LeftoverDays { get; init; }

    public required DateTime LearntAt { get; init; }

    DateTime? ILearnt.LearntAt => LearntAt;

    /// <summary>The decision that made it; null for what was taken over from paper.</summary>
    public long? DecisionId { get; init; }

    public int Version { get; set; }
}

public sealed class CareerStepConfiguration : IEntityTypeConfiguration<CareerStep>
{
    public void Configure(EntityTypeBuilder<CareerStep> builder)
    {
        builder.Property(s => s.GradeCode).IsCode(20);
        builder.Property(s => s.Echelle).IsCode(10);
        builder.Property(s => s.PositionCode).IsCode(40);
        builder.HasIndex(s => new { s.EmployeeId, s.StartsOn });
        builder.HasIndex(s => s.DecisionId);
    }
}

/// <summary>A workplace from a day to a day.</summary>
public sealed class Posting : IVersioned, ILearnt, IAboutEmployee
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required DateOnly StartsOn { get; set; }

    /// <summary>The last day; before <see cref="StartsOn"/> in a line that takes back what was believed of that day.</summary>
    public DateOnly? EndsOn { get; set; }

    /// <inheritdoc/>
    public DateTime? LearntAt { get; init; }

    /// <summary>The decision that made it; null for what was taken over from paper.</summary>
    public long? DecisionId { get; init; }

    public int Version { get; set; }
}

public sealed class PostingConfiguration : IEntityTypeConfiguration<Posting>
{
    public void Configure(EntityTypeBuilder<Posting> builder)
    {
        builder.Property(p => p.PlacePath).IsCode(64);
        builder.HasIndex(p => new { p.EmployeeId, p.StartsOn });
    }
}

/// <summary>A child of an employee, for points and family allowances.</summary>
public sealed class EmployeeChild : IVersioned, IAboutEmployee
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    public required string FirstNameAr { get; set; }

    public required DateOnly BirthDate { get; set; }

    /// <inheritdoc cref="ILearnt.LearntAt"/>
    public DateTime? LearntAt { get; init; }

    /// <summary>The declaration it was entered from; null for what was taken over from paper.</summary>
    public long? EventId { get; init; }

    /// <summary>Identity card of the other parent, where it was given: allowances are paid to one of the two.</summary>
    public string? OtherParentCin { get; init; }

    /// <summary>Its number as a pupil, once known: the pupil's file then says whether it goes to school.</summary>
    public string? MassarCode { get; set; }

    public int Version { get; set; }
}

public sealed class EmployeeChildConfiguration : IEntityTypeConfiguration<EmployeeChild>
{
    public void Configure(EntityTypeBuilder<EmployeeChild> builder)
    {
        builder.Property(c => c.OtherParentCin).IsCode(10);
        builder.Property(c => c.MassarCode).IsCode(10);
        builder.HasIndex(c => c.EmployeeId);
        builder.HasIndex(c => c.BirthDate);
        builder.HasIndex(c => c.OtherParentCin);
    }
}

/// <summary>What a line about a child says.</summary>
public enum ChildAspect
{
    /// <summary>It lives.</summary>
    Life = 0,

    /// <summary>It is in this parent's care (الحضانة).</summary>
    Care = 1,

    /// <summary>It goes to school.</summary>
    Schooling = 2,

    /// <summary>Its allowance is paid to this parent, and not to the other who is staff too.</summary>
    Payee = 3,
}

/// <summary>One aspect of a child's situation from a day on, on both times. Without any line a child lives, is in this parent's care, and nobody wrote whether it goes to school.</summary>
public sealed class ChildStep : IVersioned, ILearnt, IAboutEmployee
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    public required long ChildId { get; init; }

    public required ChildAspect Aspect { get; init; }

    public required DateOnly StartsOn { get; init; }

    /// <summary>The last day it is proved for, as a school certificate is.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>True from then on, or no longer.</summary>
    public required bool Holds { get; init; }

    /// <inheritdoc/>
    public DateTime? LearntAt { get; init; }

    /// <inheritdoc cref="EmployeeChild.EventId"/>
    public long? EventId { get; init; }

    public int Version { get; set; }
}

public sealed class ChildStepConfiguration : IEntityTypeConfiguration<ChildStep>
{
    public void Configure(EntityTypeBuilder<ChildStep> builder)
    {
        builder.HasIndex(s => new { s.EmployeeId, s.ChildId });
    }
}

/// <summary>Marital status from a day on. Employees without any have the one in their file, of which nobody wrote since when.</summary>
public sealed class FamilyStep : IVersioned, ILearnt, IAboutEmployee
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required MaritalStatus MaritalStatus { get; init; }

    public string? SpouseNameAr { get; init; }

    /// <inheritdoc/>
    public DateTime? LearntAt { get; init; }

    /// <inheritdoc cref="EmployeeChild.EventId"/>
    public long? EventId { get; init; }

    public int Version { get; set; }
}

public sealed class FamilyStepConfiguration : IEntityTypeConfiguration<FamilyStep>
{
    public void Configure(EntityTypeBuilder<FamilyStep> builder) => builder.HasIndex(s => new { s.EmployeeId, s.StartsOn });
}
