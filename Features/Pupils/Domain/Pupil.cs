using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Pupils.Domain;

/// <summary>As the ministry's files number it (id_Genre).</summary>
public enum Sex
{
    Male = 1,
    Female = 2,
}

/// <summary>A pupil's one file for life. Nothing is derived from the Massar code; it is only ever compared.</summary>
public sealed class Pupil : IVersioned
{
    public const int NameLength = 60;

    public long Id { get; init; }

    /// <summary>One letter and nine digits.</summary>
    public required string MassarCode { get; init; }

    public required string FirstNameAr { get; set; }

    public required string LastNameAr { get; set; }

    public required string FirstNameLatin { get; set; }

    public required string LastNameLatin { get; set; }

    /// <summary>Names folded for search in both scripts; written through <c>Massar.Infrastructure.Text.ArabicFolding</c>.</summary>
    public required string SearchKey { get; set; }

    public required Sex Sex { get; set; }

    public required DateOnly BirthDate { get; set; }

    /// <summary>As written on the birth record, never converted: "12 رمضان 1440".</summary>
    public string? BirthDateHijri { get; set; }

    public required string BirthPlaceAr { get; set; }

    public string? BirthPlaceLatin { get; set; }

    public string? BirthActNumber { get; set; }

    public DateOnly? BirthActDate { get; set; }

    /// <summary>"X son of Y", as the circular asks.</summary>
    public string? FatherAr { get; set; }

    public string? MotherAr { get; set; }

    /// <summary>Stored photo, in the area that stores files.</summary>
    public long? PhotoId { get; set; }

    public required DateTime CreatedAt { get; init; }

    public int Version { get; set; }

    /// <summary>Family name first, as class lists write it.</summary>
    public string FullNameAr => $"{LastNameAr} {FirstNameAr}";

    public string FullNameLatin => $"{LastNameLatin} {FirstNameLatin}";
}

public sealed class PupilConfiguration : IEntityTypeConfiguration<Pupil>
{
    public void Configure(EntityTypeBuilder<Pupil> builder)
    {
        builder.Property(p => p.MassarCode).IsCode(10);
        builder.HasIndex(p => p.MassarCode).IsUnique();
        foreach (var name in (string[])[nameof(Pupil.FirstNameAr), nameof(Pupil.LastNameAr), nameof(Pupil.FirstNameLatin), nameof(Pupil.LastNameLatin)])
            builder.Property(name).HasMaxLength(Pupil.NameLength);
        builder.Property(p => p.SearchKey).HasMaxLength(250).UseCollation("utf8mb4_bin");
        builder.HasIndex(p => new { p.BirthDate, p.BirthActNumber });
        builder.Property(p => p.BirthActNumber).IsCode(30);
        builder.Property(p => p.BirthDateHijri).HasMaxLength(40);
        builder.Ignore(p => p.FullNameAr);
        builder.Ignore(p => p.FullNameLatin);
    }
}
