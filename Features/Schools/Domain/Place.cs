using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Schools.Domain;

/// <summary>What a node of the tree is.</summary>
public enum PlaceKind
{
    Ministry = 0,
    Academy = 1,
    Directorate = 2,
    Commune = 3,
    School = 4,
    Annex = 5,
}

/// <summary>
/// A node of the tree ministry → academy → directorate → commune → school → annex. The path holds the
/// numbers of all nodes down to this one, "/1/8/95/403/", so that "in my province" is one indexed prefix.
/// </summary>
public sealed class Place : IVersioned, IInPlace
{
    public const int PathLength = 64;

    public int Id { get; init; }

    public required PlaceKind Kind { get; init; }

    /// <summary>Academy 01…12, directorate three digits, commune, GRESA code for schools.</summary>
    public required string Code { get; init; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    public int? ParentId { get; set; }

    public required string Path { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => Id;
}

public sealed class PlaceConfiguration : IEntityTypeConfiguration<Place>
{
    public void Configure(EntityTypeBuilder<Place> builder)
    {
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Code).IsCode(20);
        builder.Property(p => p.Path).IsCode(Place.PathLength);
        builder.HasIndex(p => p.Path);
        builder.HasIndex(p => new { p.Kind, p.Code }).IsUnique();
        builder.HasIndex(p => new { p.ParentId, p.Kind });
    }
}

/// <summary>A school (or annex): what a node of the tree knows more when pupils go there. Same number as its place.</summary>
public sealed class School : IVersioned, IInPlace
{
    /// <summary>The number of its <see cref="Place"/>.</summary>
    public required int Id { get; init; }

    public Place Place { get; init; } = null!;

    /// <summary>Five digits and a check letter (domain 01 §1.4).</summary>
    public required string GresaCode { get; init; }

    /// <summary>PRI, COL, QUA; several separated by semicolons.</summary>
    public required string Cycles { get; set; }

    /// <summary>Code of the nomenclature institution-natures.</summary>
    public required string Nature { get; set; }

    public required bool IsPublic { get; set; }

    public required bool IsUrban { get; set; }

    public string? AddressAr { get; set; }

    public string? Phone { get; set; }

    /// <summary>Seats of the first primary year, for registrations.</summary>
    public int FirstYearSeats { get; set; }

    /// <summary>Last day it was open; null while it is.</summary>
    public DateOnly? ClosedOn { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => Id;

    /// <summary>What is said where it was closed while somebody was putting a pupil on its list.</summary>
    public static Refusal ClosedMeanwhile => Refusal.Conflict("schools.closed-meanwhile").Next("schools.closed-meanwhile.next");
}

public sealed class SchoolConfiguration : IEntityTypeConfiguration<School>
{
    public void Configure(EntityTypeBuilder<School> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasOne(s => s.Place).WithOne().HasForeignKey<School>(s => s.Id);
        builder.Property(s => s.GresaCode).IsCode(6);
        builder.HasIndex(s => s.GresaCode).IsUnique();
        builder.Property(s => s.Cycles).IsCode(20);
        builder.Property(s => s.Nature).IsCode(40);
    }
}

/// <summary>A quarter (حي) or hamlet (دوار) whose children a school takes first.</summary>
public sealed class SchoolZone : IVersioned
{
    public int Id { get; init; }

    public required int SchoolId { get; init; }

    public required int CommuneId { get; init; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    public int Version { get; set; }
}

public sealed class SchoolZoneConfiguration : IEntityTypeConfiguration<SchoolZone>
{
    public void Configure(EntityTypeBuilder<SchoolZone> builder)
    {
        builder.HasIndex(z => z.CommuneId);
        builder.HasIndex(z => z.SchoolId);
    }
}
