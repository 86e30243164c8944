using System.Text.Json;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Enrollments.Domain;

/// <summary>Something that reading a OneRoster package found, in words: a fault, or what is only to be known.</summary>
[NotAudited]
public sealed class RosterFinding
{
    /// <summary>Longest text quoted from the package.</summary>
    public const int QuoteLength = 80;

    /// <summary>Findings kept of a package; how many there are is counted beyond them.</summary>
    public const int Most = 500;

    public required int ImportId { get; init; }

    /// <summary>From 1, in the order in which they were found.</summary>
    public required int Number { get; init; }

    /// <summary>The package breaks the standard, or is not of this school and year: nothing of it can be confirmed.</summary>
    public required bool IsFault { get; init; }

    /// <summary>"users.csv"; empty for the package as a whole.</summary>
    public required string File { get; init; }

    /// <summary>Counted from 1; 0 for the file as a whole.</summary>
    public required int Line { get; init; }

    /// <summary>Empty for the line as a whole.</summary>
    public required string Column { get; init; }

    /// <summary>Of the sentence.</summary>
    public required string Key { get; init; }

    /// <summary>JSON: what stands in the sentence.</summary>
    public required string Quoted { get; init; }

    public IReadOnlyList<string> Args => JsonSerializer.Deserialize<List<string>>(Quoted)!;
}

public sealed class RosterFindingConfiguration : IEntityTypeConfiguration<RosterFinding>
{
    public void Configure(EntityTypeBuilder<RosterFinding> builder)
    {
        builder.ToTable("RosterFindings");
        builder.HasKey(f => new { f.ImportId, f.Number });
        builder.Property(f => f.File).HasMaxLength(RosterFinding.QuoteLength);
        builder.Property(f => f.Column).HasMaxLength(RosterFinding.QuoteLength);
        builder.Property(f => f.Key).IsCode(60);
        builder.Property(f => f.Quoted).IsLongText();
        builder.Ignore(f => f.Args);
    }
}
