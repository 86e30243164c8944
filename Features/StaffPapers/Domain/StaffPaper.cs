using System.Globalization;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.StaffPapers.Domain;

public enum StaffPaperKind
{
    /// <summary>شهادة العمل.</summary>
    WorkCertificate = 1,

    /// <summary>الوضعية الإدارية.</summary>
    SituationStatement = 2,

    /// <summary>بيان الخدمات: the whole career with its total.</summary>
    ServiceStatement = 3,
}

public enum StaffPaperState
{
    /// <summary>Somebody must put data right first.</summary>
    Blocked = 0,

    Issued = 1,

    /// <summary>It was revoked; another may be asked for.</summary>
    Revoked = 2,
}

/// <summary>An employee, or the counter for the employee, asked for a paper.</summary>
public sealed class StaffPaper : IVersioned, IInPlace, IAboutEmployee
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The office whose register it is in.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required StaffPaperKind Kind { get; init; }

    /// <summary>The day in Morocco.</summary>
    public required DateOnly AskedOn { get; init; }

    public required DateTime AskedAt { get; init; }

    /// <summary>The employee's account, or the one of who handed it over at the counter.</summary>
    public required long AskedByAccountId { get; init; }

    /// <summary>Asked for at the counter.</summary>
    public required bool IsCounter { get; init; }

    /// <summary>Employee, kind and day while it counts: asking twice finds the first. Null once it was revoked.</summary>
    public string? LiveKey { get; set; }

    public StaffPaperState State { get; set; }

    /// <summary>Numbers of <see cref="StaffPaperProblem"/>, separated by commas; empty when there is none.</summary>
    public string Problems { get; private set; } = "";

    public long? DocumentId { get; private set; }

    public DateTime? IssuedAt { get; private set; }

    /// <summary>Days it waited for data; null where it was issued at once, or waits still.</summary>
    public int? WaitedDays { get; private set; }

    public int Version { get; set; }

    public static string KeyOf(long employee, StaffPaperKind kind, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{employee}/{(int)kind}/{day:yyyyMMdd}");

    public IReadOnlyList<StaffPaperProblem> Obstacles() => Read(Problems);

    public void Block(IReadOnlyList<StaffPaperProblem> problems) => (State, Problems) = (StaffPaperState.Blocked, string.Join(',', problems.Select(p => (int)p)));

    public void Issue(long document, DateTime at)
    {
        if (Problems.Length > 0) WaitedDays = MoroccanDay.Of(at).DayNumber - AskedOn.DayNumber;
        (State, Problems, DocumentId, IssuedAt) = (StaffPaperState.Issued, "", document, at);
    }

    internal static IReadOnlyList<StaffPaperProblem> Read(string problems) =>
        problems.Length == 0 ? [] : [.. problems.Split(',').Select(p => (StaffPaperProblem)int.Parse(p, CultureInfo.InvariantCulture))];
}

public sealed class StaffPaperConfiguration : IEntityTypeConfiguration<StaffPaper>
{
    public void Configure(EntityTypeBuilder<StaffPaper> builder)
    {
        builder.Property(p => p.PlacePath).IsCode(64);
        builder.Property(p => p.LiveKey).IsCode(40);
        builder.HasIndex(p => p.LiveKey).IsUnique();
        builder.Property(p => p.Problems).IsCode(60);
        builder.HasIndex(p => new { p.EmployeeId, p.AskedAt });
        builder.HasIndex(p => new { p.State, p.PlacePath, p.AskedAt });
        builder.HasIndex(p => p.DocumentId);
    }
}
