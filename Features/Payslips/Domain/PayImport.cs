using System.Globalization;
using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Payslips.Domain;

/// <summary>Where a pay file stands.</summary>
public enum PayImportState : byte
{
    /// <summary>Read and looked at; nothing is written.</summary>
    Waiting = 0,

    /// <summary>Confirmed; being written.</summary>
    Running = 1,

    /// <summary>Written; seen by the pay office alone.</summary>
    Done = 2,

    /// <summary>Seen by each employee for himself; not taken back any more.</summary>
    Published = 3,

    /// <summary>Being taken back.</summary>
    Undoing = 4,

    Undone = 5,
}

/// <summary>
/// The monthly pay file of one employer (an academy): read, held against the staff, written when confirmed, published by a second person.
/// The file itself is not kept: its hash, its sums and what its lines say are.
/// </summary>
public sealed class PayImport : IVersioned, IInPlace
{
    public const int NameLength = 120;

    /// <summary>A file that nobody confirms goes after this time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(14);

    /// <summary>What the lines of a written file said goes after a year; the payslips stay.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(366);

    public int Id { get; init; }

    /// <summary>The academy that pays.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    public required long ByAccountId { get; init; }

    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string FileHash { get; init; }

    /// <summary>"xlsx", "ods", or how a csv was read: "csv UTF-8 ;".</summary>
    public required string ReadAs { get; init; }

    public PayImportState State { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime SentAt { get; init; }

    public long? ConfirmedByAccountId { get; set; }

    public DateTime? ConfirmedAt { get; set; }

    public DateTime? DoneAt { get; set; }

    public long? PublishedByAccountId { get; set; }

    public DateTime? PublishedAt { get; set; }

    public DateTime? UndoneAt { get; set; }

    /// <summary>Lines and people of the file.</summary>
    public required int Lines { get; init; }

    public required int People { get; init; }

    /// <summary>Sums of the lines, dirhams.</summary>
    public required decimal Credits { get; init; }

    public required decimal Debits { get; init; }

    /// <summary>What the head of the file says; null where it says nothing readable.</summary>
    public int? StatedLines { get; init; }

    public decimal? StatedCredits { get; init; }

    public decimal? StatedDebits { get; init; }

    /// <summary>People whose month is written.</summary>
    public int Written { get; set; }

    /// <summary>How often writing or taking back was begun: each has background work of its own.</summary>
    public int Runs { get; set; }

    /// <summary>Academy, month and part while it counts: further files of a month hold people who have no pay of it yet.</summary>
    public string? LiveKey { get; set; }

    public int Version { get; set; }

    public string WorkKey => string.Create(CultureInfo.InvariantCulture, $"pay-import/{PlaceId}/{Id}/{Runs}");

    /// <param name="part">1 for the first file of the month.</param>
    public string KeyOf(int part) => string.Create(CultureInfo.InvariantCulture, $"{PlaceId}/{Month:yyyy-MM}/{part}");
}

/// <summary>One person's lines of the file: what they say, why they cannot be taken, and the month they became.</summary>
[NotAudited]
public sealed class PayImportPerson
{
    public required int ImportId { get; init; }

    /// <summary>The first row of the person in the file, as the screen counts it.</summary>
    public required int Number { get; init; }

    /// <summary>As typed.</summary>
    public required string Ppr { get; init; }

    public long? EmployeeId { get; set; }

    /// <summary>JSON of <see cref="FileLine"/>s.</summary>
    public required string Lines { get; init; }

    public required decimal Credits { get; init; }

    public required decimal Debits { get; init; }

    /// <summary>JSON of <see cref="PayProblem"/>s; empty list where nothing is wrong.</summary>
    public string Problems { get; set; } = "[]";

    public bool IsWrong { get; set; }

    /// <summary>The month it became; null before and where it was taken back.</summary>
    public long? PayMonthId { get; set; }

    public IReadOnlyList<FileLine> LineList => JsonSerializer.Deserialize<List<FileLine>>(Lines)!;

    public IReadOnlyList<PayProblem> ProblemList => JsonSerializer.Deserialize<List<PayProblem>>(Problems)!;

    public void Take(IReadOnlyList<PayProblem> problems) => (Problems, IsWrong) = (JsonSerializer.Serialize(problems), problems.Count > 0);
}

/// <summary>One line of the file as typed.</summary>
/// <param name="Row">Where it stands in the file.</param>
/// <param name="Amount">Dirhams, above zero; null where it cannot be read.</param>
/// <param name="IsCredit">Paid, or kept; null where it cannot be read.</param>
public sealed record FileLine(int Row, string Code, decimal? Amount, bool? IsCredit);

/// <summary>Why a row is not taken.</summary>
/// <param name="Key">Text key of the sentence.</param>
public sealed record PayProblem(int Row, string Key, params string[] Args);

/// <summary>Reading a pay file and holding it against the staff is work: a few an hour.</summary>
public sealed class PayImportLimits(IConfiguration configuration) : AccountBudget(configuration.GetValue("Massar:Limits:PayImportsPerHour", 20));

public sealed class PayImportConfiguration : IEntityTypeConfiguration<PayImport>
{
    public void Configure(EntityTypeBuilder<PayImport> builder)
    {
        builder.ToTable("PayImports");
        builder.Property(i => i.PlacePath).IsCode(64);
        builder.Property(i => i.FileName).HasMaxLength(PayImport.NameLength);
        builder.Property(i => i.FileHash).IsCode(64);
        builder.Property(i => i.ReadAs).IsCode(30);
        builder.Property(i => i.LiveKey).IsCode(30);
        builder.Ignore(i => i.WorkKey);
        builder.HasIndex(i => i.LiveKey).IsUnique();
        builder.HasIndex(i => new { i.PlacePath, i.SentAt });
        builder.HasIndex(i => new { i.State, i.SentAt });
    }
}

public sealed class PayImportPersonConfiguration : IEntityTypeConfiguration<PayImportPerson>
{
    public void Configure(EntityTypeBuilder<PayImportPerson> builder)
    {
        builder.ToTable("PayImportPeople");
        builder.HasKey(p => new { p.ImportId, p.Number });
        builder.Property(p => p.Ppr).HasMaxLength(20);
        builder.Property(p => p.Lines).IsLongText();
        builder.Property(p => p.Problems).IsLongText();
        builder.Ignore(p => p.LineList);
        builder.Ignore(p => p.ProblemList);
        builder.HasIndex(p => new { p.ImportId, p.IsWrong });
    }
}

/// <summary>What the lines of a file said does not stay longer than it serves.</summary>
public sealed class SweepPayImports : ISweep
{
    public async Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var (waiting, written) = (now - PayImport.Patience, now - PayImport.Memory);
        var old = await db.PayImports.Where(i => (i.State == PayImportState.Waiting && i.SentAt < waiting) || ((i.State == PayImportState.Published || i.State == PayImportState.Undone) && i.SentAt < written))
            .Where(i => db.PayImportPeople.Any(p => p.ImportId == i.Id)).OrderBy(i => i.SentAt).Select(i => i.Id).Take(most).ToListAsync(ct);
        return old.Count == 0 ? 0 : await db.PayImportPeople.Where(p => old.Contains(p.ImportId)).Take(most).ExecuteDeleteAsync(ct);
    }
}
