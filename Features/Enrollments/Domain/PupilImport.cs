using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Enrollments.Domain;

/// <summary>Where a list brought in from a file stands.</summary>
public enum ImportState : byte
{
    /// <summary>Read and looked at; nothing is written.</summary>
    Waiting = 0,

    /// <summary>Confirmed; being written.</summary>
    Running = 1,

    Done = 2,

    /// <summary>Taken back.</summary>
    Undone = 3,

    /// <summary>A package with faults: only its report is there.</summary>
    Invalid = 4,
}

/// <summary>What a list was read from.</summary>
public enum ImportSource : byte
{
    /// <summary>A sheet, typed or exported by people.</summary>
    Sheet = 0,

    /// <summary>A package of tables from a learning platform (OneRoster 1.2).</summary>
    OneRoster = 1,
}

/// <summary>What a row of the file does, or would do.</summary>
public enum ImportFate : byte
{
    /// <summary>A child nobody has a file of: a file with a new Massar code, and an enrollment.</summary>
    New = 0,

    /// <summary>A known file without a place this year: an enrollment.</summary>
    Enroll = 1,

    /// <summary>Enrolled here without a class: a seat in it.</summary>
    Seat = 2,

    /// <summary>All of it is there already.</summary>
    Same = 3,

    /// <summary>May be a child who has a file: the head says.</summary>
    Double = 4,

    /// <summary>At another school this year: never taken, a transfer is to be asked for.</summary>
    Elsewhere = 5,

    Refused = 6,

    /// <summary>Sits in another class of this school and level: a move. Only packages do it, which are the whole of the school.</summary>
    Move = 7,
}

/// <summary>
/// A list of pupils of one school year read from a file: waiting while the head looks at it, then written at once, and for some hours the way
/// back. The file itself is not kept, only what its rows say.
/// </summary>
public sealed class PupilImport : IVersioned, IInPlace, IOfSchool
{
    public const int NameLength = 120;
    public const int TextLength = 400;

    /// <summary>A list that nobody confirms goes after these days.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(14);

    /// <summary>What the rows of a written list said goes after a year; that it was written stays.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(366);

    public int Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required long ByAccountId { get; init; }

    public ImportSource Source { get; init; }

    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string FileHash { get; init; }

    /// <summary>"xlsx", "ods", "OneRoster 1.2", or how a csv was read: "csv UTF-8 ;".</summary>
    public required string ReadAs { get; init; }

    /// <summary>Headings nobody knows, whose columns were left aside.</summary>
    public string Ignored { get; init; } = "";

    public ImportState State { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime SentAt { get; init; }

    /// <summary>When its rows were last held against the files.</summary>
    public required DateTime CheckedAt { get; set; }

    public long? ConfirmedByAccountId { get; set; }

    public DateTime? DoneAt { get; set; }

    public DateTime? UndoneAt { get; set; }

    public required int Rows { get; init; }

    public int Created { get; set; }

    public int Enrolled { get; set; }

    public int Seated { get; set; }

    public int Moved { get; set; }

    /// <summary>What a package's report says is wrong; nothing of it can be confirmed then.</summary>
    public int Faults { get; init; }

    /// <summary>What it says besides.</summary>
    public int Notes { get; init; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public string WorkKey => System.FormattableString.Invariant($"pupil-import/{SchoolId}/{Id}");
}

/// <summary>A row of the list: what was typed, what it would do and why not; after writing, what it did, so that it can be taken back.</summary>
[NotAudited]
public sealed class PupilImportRow
{
    public required int ImportId { get; init; }

    /// <summary>The row in the file, as the screen counts it.</summary>
    public required int Number { get; init; }

    /// <summary>JSON: column → text.</summary>
    public required string Typed { get; init; }

    public required ImportFate Fate { get; set; }

    /// <summary>JSON of <see cref="RowProblem"/>s.</summary>
    public string Problems { get; set; } = "[]";

    /// <summary>JSON of <see cref="DoubleHint"/>s.</summary>
    public string Hints { get; set; } = "[]";

    public string LevelCode { get; set; } = "";

    public string StreamCode { get; set; } = "";

    public int? ClassId { get; set; }

    /// <summary>Of a move: where the pupil sits.</summary>
    public int? FromClassId { get; set; }

    /// <summary>Of a written move: the number in that class's list.</summary>
    public int? FromOrder { get; set; }

    /// <summary>The file the row is of, or would be of.</summary>
    public long? PupilId { get; set; }

    /// <summary>The file that the head says is of the same child.</summary>
    public long? ChosenPupilId { get; set; }

    /// <summary>The head says that it is another child than those with a file.</summary>
    public bool IsOther { get; set; }

    public bool IsWritten { get; set; }

    public long? EnrollmentId { get; set; }

    /// <summary>Of the enrollment as the import left it.</summary>
    public int? EnrollmentVersion { get; set; }

    /// <summary>The guardian the import wrote down, where it made one.</summary>
    public long? MadeGuardianId { get; set; }

    public IReadOnlyDictionary<ImportColumn, string> Cells => JsonSerializer.Deserialize<Dictionary<ImportColumn, string>>(Typed)!;

    public IReadOnlyList<RowProblem> ProblemList => JsonSerializer.Deserialize<List<RowProblem>>(Problems)!;

    public IReadOnlyList<DoubleHint> HintList => JsonSerializer.Deserialize<List<DoubleHint>>(Hints)!;

    /// <summary>Takes over what the row was found to do.</summary>
    public void Take(Verdict verdict)
    {
        (Fate, LevelCode, StreamCode, ClassId, PupilId, FromClassId) = (verdict.Fate, verdict.Level, verdict.Stream, verdict.ClassId, verdict.PupilId, verdict.FromClassId);
        (Problems, Hints) = (JsonSerializer.Serialize(verdict.Problems), JsonSerializer.Serialize(verdict.Hints));
    }
}

/// <summary>Something that keeps a row out, in words.</summary>
/// <param name="Column">Where it is; null for the row as a whole.</param>
/// <param name="Key">Of the sentence.</param>
public sealed record RowProblem(ImportColumn? Column, string Key, params string[] Args);

/// <summary>A file that may be of the same child, as much of it as a school may know that has no part in it.</summary>
/// <param name="Code">Of a child whom the school has no file of, only a part.</param>
public sealed record DoubleHint(long Id, string Code, string? SchoolAr, string? SchoolFr, bool IsSure);

/// <summary>Reading and matching a list is work, and asks the whole country about children: a few lists an hour.</summary>
public sealed class ImportLimits(IConfiguration configuration) : AccountBudget(configuration.GetValue("Massar:Limits:PupilImportsPerHour", 20));

public sealed class PupilImportConfiguration : IEntityTypeConfiguration<PupilImport>
{
    public void Configure(EntityTypeBuilder<PupilImport> builder)
    {
        builder.ToTable("PupilImports");
        builder.Property(i => i.FileName).HasMaxLength(PupilImport.NameLength);
        builder.Property(i => i.FileHash).IsCode(64);
        builder.Property(i => i.ReadAs).IsCode(30);
        builder.Property(i => i.Ignored).HasMaxLength(PupilImport.TextLength);
        builder.Ignore(i => i.WorkKey);
        builder.HasIndex(i => new { i.SchoolId, i.SentAt });
        builder.HasIndex(i => new { i.State, i.SentAt });
    }
}

public sealed class PupilImportRowConfiguration : IEntityTypeConfiguration<PupilImportRow>
{
    public void Configure(EntityTypeBuilder<PupilImportRow> builder)
    {
        builder.ToTable("PupilImportRows");
        builder.HasKey(r => new { r.ImportId, r.Number });
        builder.Property(r => r.Typed).IsLongText();
        builder.Property(r => r.Problems).IsLongText();
        builder.Property(r => r.Hints).IsLongText();
        builder.Property(r => r.LevelCode).IsCode(10);
        builder.Property(r => r.StreamCode).IsCode(20);
        builder.Ignore(r => r.Cells);
        builder.Ignore(r => r.ProblemList);
        builder.Ignore(r => r.HintList);
        builder.HasIndex(r => new { r.ImportId, r.Fate });
    }
}

/// <summary>What children's rows said does not stay longer than it serves: lists that nobody confirmed, and written ones after a year.</summary>
public sealed class SweepPupilImports : ISweep
{
    public async Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var (waiting, written) = (now - PupilImport.Patience, now - PupilImport.Memory);
        var old = await db.PupilImports.Where(i => ((i.State == ImportState.Waiting || i.State == ImportState.Invalid) && i.SentAt < waiting) || i.SentAt < written)
            .Where(i => db.PupilImportRows.Any(r => r.ImportId == i.Id) || db.RosterFindings.Any(f => f.ImportId == i.Id)).OrderBy(i => i.SentAt).Select(i => i.Id).Take(most).ToListAsync(ct);
        if (old.Count == 0) return 0;
        await db.RosterFindingBooks.Where(b => old.Contains(b.ImportId)).ExecuteDeleteAsync(ct);
        var gone = await db.PupilImportRows.Where(r => old.Contains(r.ImportId)).Take(most).ExecuteDeleteAsync(ct);
        return gone < most ? gone + await db.RosterFindings.Where(f => old.Contains(f.ImportId)).Take(most - gone).ExecuteDeleteAsync(ct) : gone;
    }
}
