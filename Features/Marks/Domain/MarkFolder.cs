using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Marks.Domain;

/// <summary>Where a folder of workbooks stands.</summary>
public enum FolderState : byte
{
    /// <summary>Its files are being read.</summary>
    Reading = 0,

    /// <summary>Read; nothing is written before its owner confirms.</summary>
    Read = 1,

    Writing = 2,

    Written = 3,

    /// <summary>What was written is being taken back.</summary>
    Undoing = 4,

    /// <summary>Taken back, but for what was changed or closed since.</summary>
    Undone = 5,
}

/// <summary>What one file of a folder comes to.</summary>
public enum FolderFileState : byte
{
    Waiting = 0,

    /// <summary>Has marks or remarks to write.</summary>
    Ready = 1,

    /// <summary>Says what the sheets say already.</summary>
    Same = 2,

    /// <summary>Cannot be taken; its first problem says why.</summary>
    Refused = 3,

    Written = 4,

    /// <summary>Would no more do what was shown: somebody saved into its sheets, or they were closed. Nothing of it was written.</summary>
    Changed = 5,

    /// <summary>All it had written was taken back.</summary>
    Undone = 6,

    /// <summary>Something it had written stays, because it was changed or its sheet was closed since; the rest was taken back.</summary>
    Kept = 7,
}

/// <summary>The workbooks of several classes and subjects that a teacher brings at once. Kept two days.</summary>
[NotAudited]
public sealed class MarkFolder
{
    /// <summary>Files of one folder.</summary>
    public const int MostFiles = 200;

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);

    public required Guid Id { get; init; }

    public required long AccountId { get; init; }

    /// <summary>The school its owner acted at, for the audit.</summary>
    public required int PlaceId { get; init; }

    public required string Name { get; init; }

    public required DateTime AskedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public FolderState State { get; set; }

    /// <summary>The background work that reads it, or writes it.</summary>
    public long? JobId { get; set; }

    public static string ReadKey(Guid id) => $"marks-folder/{id:N}/read";

    public static string WriteKey(Guid id) => $"marks-folder/{id:N}/write";

    public static string UndoKey(Guid id) => $"marks-folder/{id:N}/undo";
}

/// <summary>One workbook of a folder, and what came of it.</summary>
[NotAudited]
public sealed class MarkFolderFile
{
    public const int NameLength = 160;

    public long Id { get; init; }

    public required Guid FolderId { get; init; }

    /// <summary>From 1, in the order of the folder.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>Gone once nothing is left to do with it.</summary>
    public byte[]? Content { get; set; }

    public FolderFileState State { get; set; }

    public int? ClassId { get; set; }

    public string? SubjectCode { get; set; }

    public int? Semester { get; set; }

    public string? ClassName { get; set; }

    public string? SubjectAr { get; set; }

    public string? SubjectFr { get; set; }

    /// <summary>Marks it changes, has changed, or whose change was taken back.</summary>
    public int Marks { get; set; }

    public int Remarks { get; set; }

    public int Unchanged { get; set; }

    /// <summary>Marks of the sheets that the file leaves empty; they stay.</summary>
    public int LeftEmpty { get; set; }

    /// <summary>What was left aside, as JSON of <see cref="FileProblem"/>.</summary>
    public string? Problems { get; set; }

    /// <summary>Of the changes as they were shown.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>What stood in the cells before it was written, as JSON of <see cref="FolderTrace"/>; goes with the folder.</summary>
    public string? Trace { get; set; }

    public void Refuse(FileProblem why) => Settle(FolderFileState.Refused, [why]);

    public void Settle(FolderFileState state, IReadOnlyList<FileProblem> problems)
    {
        State = state;
        Problems = problems.Count == 0 ? null : FileProblem.Write(problems);
        if (state != FolderFileState.Ready) Content = null;
    }
}

/// <summary>A sentence about a file: its text key, values, and the cell.</summary>
public sealed record FileProblem(string Key, IReadOnlyList<string> Arguments, string? Cell)
{
    /// <summary>All marks and remarks of a large class, and as many lines again.</summary>
    private const int MostKept = 900;

    /// <summary>Says that a mark that is there gives way to another.</summary>
    public const string Replaces = "marks.folder.replaces";

    /// <summary>The same of a remark.</summary>
    public const string ReplacesRemark = "marks.folder.replaces-remark";

    public static FileProblem Of(WorkbookProblem problem) => new(problem.Key, problem.Arguments, problem.Cell);

    public static string Write(IReadOnlyList<FileProblem> problems) => System.Text.Json.JsonSerializer.Serialize(problems.Take(MostKept));

    public static IReadOnlyList<FileProblem> Read(string? json) => json is null ? [] : System.Text.Json.JsonSerializer.Deserialize<List<FileProblem>>(json)!;
}

/// <summary>Takes folders away after their two days, a few at a time: each may hold megabytes.</summary>
public sealed class SweepMarkFolders : ISweep
{
    public async Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var over = await db.MarkFolders.Where(f => f.ExpiresAt < now && !db.WorkItems.Any(w => w.Id == f.JobId && w.State == WorkState.Running))
            .OrderBy(f => f.ExpiresAt).Select(f => f.Id).Take(Math.Min(most, 20)).ToListAsync(ct);
        var swept = 0;
        foreach (var id in over) swept += await db.MarkFolders.Where(f => f.Id == id).ExecuteDeleteAsync(ct);
        return swept;
    }
}

public sealed class MarkFolderConfiguration : IEntityTypeConfiguration<MarkFolder>
{
    public void Configure(EntityTypeBuilder<MarkFolder> builder)
    {
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Name).HasMaxLength(MarkFolderFile.NameLength);
        builder.HasIndex(f => new { f.AccountId, f.AskedAt });
        builder.HasIndex(f => f.ExpiresAt);
    }
}

public sealed class MarkFolderFileConfiguration : IEntityTypeConfiguration<MarkFolderFile>
{
    public void Configure(EntityTypeBuilder<MarkFolderFile> builder)
    {
        builder.Property(f => f.Name).HasMaxLength(MarkFolderFile.NameLength);
        builder.Property(f => f.SubjectCode).IsCode(20);
        builder.Property(f => f.ClassName).HasMaxLength(40);
        builder.Property(f => f.SubjectAr).HasMaxLength(120);
        builder.Property(f => f.SubjectFr).HasMaxLength(120);
        builder.Property(f => f.Problems).IsLongText();
        builder.Property(f => f.Trace).IsLongText();
        builder.Property(f => f.Fingerprint).IsCode(64);
        builder.HasIndex(f => new { f.FolderId, f.Number }).IsUnique();
        builder.HasOne<MarkFolder>().WithMany().HasForeignKey(f => f.FolderId).OnDelete(DeleteBehavior.Cascade);
    }
}
