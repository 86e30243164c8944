using System.IO.Compression;
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

    /// <summary>Findings that are lines of the report; the others stand in its file.</summary>
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

/// <summary>All that reading a package found, where that is more than the report has lines: for the file that goes to whoever made the package.</summary>
[NotAudited]
public sealed class RosterFindingBook
{
    /// <summary>Faults, and notes, kept of a package. Who has more mends these first.</summary>
    public const int Most = 20_000;

    public required int ImportId { get; init; }

    /// <summary>JSON of the findings in the order of the report, gzip.</summary>
    public required byte[] Packed { get; init; }

    public static RosterFindingBook Of(int import, IReadOnlyList<RosterFinding> findings)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            JsonSerializer.Serialize(gzip, findings.Select(f => new Entry(f.IsFault, f.File, f.Line, f.Column, f.Key, f.Quoted)));
        return new RosterFindingBook { ImportId = import, Packed = packed.ToArray() };
    }

    public IReadOnlyList<RosterFinding> Findings()
    {
        using var gzip = new GZipStream(new MemoryStream(Packed), CompressionMode.Decompress);
        return [.. JsonSerializer.Deserialize<List<Entry>>(gzip)!.Select((e, i) => new RosterFinding { ImportId = ImportId, Number = i + 1, IsFault = e.IsFault, File = e.File, Line = e.Line, Column = e.Column, Key = e.Key, Quoted = e.Quoted })];
    }

    private sealed record Entry(bool IsFault, string File, int Line, string Column, string Key, string Quoted);
}

public sealed class RosterFindingBookConfiguration : IEntityTypeConfiguration<RosterFindingBook>
{
    public void Configure(EntityTypeBuilder<RosterFindingBook> builder)
    {
        builder.ToTable("RosterFindingBooks");
        builder.HasKey(b => b.ImportId);
        builder.Property(b => b.ImportId).ValueGeneratedNever();
    }
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
