using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.StaffLists.Domain;

/// <summary>Where a list of staff stands.</summary>
public enum StaffListState : byte
{
    /// <summary>Read and looked at; nothing is written.</summary>
    Waiting = 0,

    /// <summary>Confirmed; being written, some rows at a time.</summary>
    Running = 1,

    Done = 2,

    /// <summary>Taken back.</summary>
    Undone = 3,

    /// <summary>Let go before anything was written; its rows are gone.</summary>
    Dropped = 4,
}

/// <summary>What a row of the list does, or would do.</summary>
public enum StaffFate : byte
{
    /// <summary>Nobody's number: a file with a first situation, taken over from this list.</summary>
    New = 0,

    /// <summary>A known file, of which something is written otherwise.</summary>
    Change = 1,

    /// <summary>All of it is there already.</summary>
    Same = 2,

    /// <summary>A contradiction, or perhaps somebody who has a file: the manager says.</summary>
    Ask = 3,

    /// <summary>On the staff of another directorate: not looked into, never changed.</summary>
    Elsewhere = 4,

    Refused = 5,
}

/// <summary>What the manager said of a row that asks.</summary>
public enum StaffWord : byte
{
    None = 0,

    /// <summary>It is somebody else than those with a file.</summary>
    Other = 1,

    /// <summary>The card number of the list is the right one.</summary>
    ListCard = 2,

    /// <summary>That of the file is; the rest of the row counts.</summary>
    FileCard = 3,
}

/// <summary>
/// A list of staff read from a file: waiting while the manager looks at it, then written, and for some hours the way back. The file itself is
/// not kept, only what its rows say.
/// </summary>
public sealed class StaffList : IVersioned, IInPlace
{
    public const int NameLength = 120;
    public const int SourceLength = 160;

    /// <summary>A list that nobody confirms goes after these days.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(14);

    /// <summary>What the rows of a written list said goes after a year; that it was written stays.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(366);

    public int Id { get; init; }

    /// <summary>The office that brought it in; its rows concern the staff at or below it.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required long ByAccountId { get; init; }

    public required string FileName { get; init; }

    /// <summary>Where the list comes from, in the manager's words: the source of the first situations it takes over.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string FileHash { get; init; }

    /// <summary>"xlsx", "ods", or how a csv was read: "csv UTF-8 ;".</summary>
    public required string ReadAs { get; init; }

    /// <summary>Headings nobody knows, whose columns were left aside.</summary>
    public string Ignored { get; init; } = "";

    public StaffListState State { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime SentAt { get; init; }

    /// <summary>When its rows were last held against the files.</summary>
    public required DateTime CheckedAt { get; set; }

    public long? ConfirmedByAccountId { get; set; }

    public DateTime? ConfirmedAt { get; set; }

    public DateTime? DoneAt { get; set; }

    public DateTime? UndoneAt { get; set; }

    public required int Rows { get; init; }

    public int Created { get; set; }

    public int Changed { get; set; }

    public int Version { get; set; }

    /// <summary>Rows that the office asked about people of other directorates; stays when the rows are gone.</summary>
    public int Elsewhere { get; set; }

    public string WorkKey => System.FormattableString.Invariant($"staff-list/{PlaceId}/{Id}");
}

/// <summary>A row of the list: what was typed, what it would do and why not; after writing, what it did, so that it can be taken back.</summary>
[NotAudited]
public sealed class StaffListRow
{
    public required int ListId { get; init; }

    /// <summary>The row in the file, as the screen counts it.</summary>
    public required int Number { get; init; }

    /// <summary>JSON: column → text.</summary>
    public required string Typed { get; init; }

    public required StaffFate Fate { get; set; }

    /// <summary>JSON of <see cref="StaffProblem"/>s.</summary>
    public string Problems { get; set; } = "[]";

    /// <summary>JSON of <see cref="StaffChange"/>s.</summary>
    public string Changes { get; set; } = "[]";

    /// <summary>JSON of <see cref="StaffHint"/>s.</summary>
    public string Hints { get; set; } = "[]";

    /// <summary>The file the row is of; of a new one once it is written.</summary>
    public long? EmployeeId { get; set; }

    /// <summary>The file that the manager says is of the same person.</summary>
    public long? ChosenEmployeeId { get; set; }

    public StaffWord Word { get; set; }

    public bool IsWritten { get; set; }

    /// <summary>Of the employee's file as the list left it.</summary>
    public int? EmployeeVersion { get; set; }

    /// <summary>The first situation the list took over, where it did.</summary>
    public long? CareerStepId { get; set; }

    /// <summary>The workplace the list took over, where it did.</summary>
    public long? PostingId { get; set; }

    /// <summary>The grade and the workplace that the file had without a line of its history, where the list took one over.</summary>
    public string? OldGradeCode { get; set; }

    public int? OldPlaceId { get; set; }

    public IReadOnlyDictionary<StaffColumn, string> Cells => JsonSerializer.Deserialize<Dictionary<StaffColumn, string>>(Typed)!;

    public IReadOnlyList<StaffProblem> ProblemList => JsonSerializer.Deserialize<List<StaffProblem>>(Problems)!;

    public IReadOnlyList<StaffChange> ChangeList => JsonSerializer.Deserialize<List<StaffChange>>(Changes)!;

    public IReadOnlyList<StaffHint> HintList => JsonSerializer.Deserialize<List<StaffHint>>(Hints)!;

    /// <summary>Takes over what the row was found to do.</summary>
    public void Take(StaffVerdict verdict)
    {
        (Fate, EmployeeId) = (verdict.Fate, verdict.EmployeeId);
        (Problems, Changes, Hints) = (JsonSerializer.Serialize(verdict.Problems), JsonSerializer.Serialize(verdict.Changes), JsonSerializer.Serialize(verdict.Hints));
    }

    /// <summary>The row would do now exactly what it was seen to do.</summary>
    public bool IsAsSeen(StaffVerdict verdict) => verdict.Fate == Fate && verdict.EmployeeId == EmployeeId && JsonSerializer.Serialize(verdict.Changes) == Changes;
}

/// <summary>Something that keeps a row out, in words.</summary>
/// <param name="Column">Where it is; null for the row as a whole.</param>
/// <param name="Key">Of the sentence.</param>
public sealed record StaffProblem(StaffColumn? Column, string Key, params string[] Args);

/// <summary>What a row writes otherwise than the file has it.</summary>
/// <param name="Old">Empty where the file has nothing.</param>
public sealed record StaffChange(StaffColumn Column, string Old, string New);

/// <summary>A file that may be of the same person.</summary>
/// <param name="Id">0 for one of another directorate, of which only that is told.</param>
public sealed record StaffHint(long Id, string Ppr, string NameAr, string NameLatin);

/// <summary>Reading a list asks the whole country about numbers: a few lists an hour.</summary>
public sealed class StaffListLimits(IConfiguration configuration) : AccountBudget(configuration.GetValue("Massar:Limits:StaffListsPerHour", 20));

public sealed class StaffListConfiguration : IEntityTypeConfiguration<StaffList>
{
    public void Configure(EntityTypeBuilder<StaffList> builder)
    {
        builder.ToTable("StaffLists");
        builder.Property(l => l.PlacePath).IsCode(64);
        builder.Property(l => l.FileName).HasMaxLength(StaffList.NameLength);
        builder.Property(l => l.Source).HasMaxLength(StaffList.SourceLength);
        builder.Property(l => l.FileHash).IsCode(64);
        builder.Property(l => l.ReadAs).IsCode(30);
        builder.Property(l => l.Ignored).HasMaxLength(ListColumns<StaffColumn>.IgnoredLength);
        builder.Ignore(l => l.WorkKey);
        builder.HasIndex(l => new { l.PlaceId, l.SentAt });
        builder.HasIndex(l => new { l.State, l.SentAt });
    }
}

public sealed class StaffListRowConfiguration : IEntityTypeConfiguration<StaffListRow>
{
    public void Configure(EntityTypeBuilder<StaffListRow> builder)
    {
        builder.ToTable("StaffListRows");
        builder.HasKey(r => new { r.ListId, r.Number });
        builder.Property(r => r.Typed).IsLongText();
        builder.Property(r => r.Problems).IsLongText();
        builder.Property(r => r.Changes).IsLongText();
        builder.Property(r => r.Hints).IsLongText();
        builder.Property(r => r.OldGradeCode).IsCode(20);
        builder.Ignore(r => r.Cells);
        builder.Ignore(r => r.ProblemList);
        builder.Ignore(r => r.ChangeList);
        builder.Ignore(r => r.HintList);
        builder.HasIndex(r => new { r.ListId, r.Fate });
        builder.HasIndex(r => r.EmployeeId);
    }
}

/// <summary>Which lists somebody sees: those of the hat's own office.</summary>
public static class Scopes
{
    public static IQueryable<StaffList> At(this IQueryable<StaffList> lists, CurrentUser user) => lists.Where(l => l.PlaceId == user.PlaceId);
}

/// <summary>What people's rows said does not stay longer than it serves: lists that nobody confirmed, and written ones after a year.</summary>
public sealed class SweepStaffLists : ISweep
{
    public async Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var (waiting, written) = (now - StaffList.Patience, now - StaffList.Memory);
        var old = await db.StaffLists.Where(l => (l.State == StaffListState.Waiting && l.SentAt < waiting) || l.SentAt < written)
            .Where(l => db.StaffListRows.Any(r => r.ListId == l.Id)).OrderBy(l => l.SentAt).Select(l => l.Id).Take(most).ToListAsync(ct);
        return old.Count == 0 ? 0 : await db.StaffListRows.Where(r => old.Contains(r.ListId)).Take(most).ExecuteDeleteAsync(ct);
    }
}
