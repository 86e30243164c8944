using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Messages.Domain;

/// <summary>
/// What somebody of the school writes first, to the family of one pupil or to those of a class: one order, from which each guardian, or
/// each pupil of age, has a conversation of their own that nobody else of the class knows of.
/// </summary>
public sealed class SchoolLetter : IVersioned, IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    /// <summary>Who wrote it.</summary>
    public required long AccountId { get; init; }

    /// <summary>Where the answers go.</summary>
    public required ThreadDoor Door { get; init; }

    public required int ClassId { get; init; }

    /// <summary>What the teacher teaches in the class; null for others.</summary>
    public string? SubjectCode { get; init; }

    /// <summary>Null for the whole class.</summary>
    public long? PupilId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Conversations made.</summary>
    public int Threads { get; set; }

    /// <summary>Pupils of whom nobody could be written to: no guardian with all rights, or none with an account.</summary>
    public int Unreached { get; set; }

    /// <summary>Since when what nobody had read is taken back.</summary>
    public DateTime? TakenBackAt { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class SchoolLetterConfiguration : IEntityTypeConfiguration<SchoolLetter>
{
    public void Configure(EntityTypeBuilder<SchoolLetter> builder)
    {
        builder.Property(l => l.SubjectCode).IsCode(20);
        builder.HasIndex(l => new { l.AccountId, l.At });
        builder.HasIndex(l => l.SchoolId);
    }
}
