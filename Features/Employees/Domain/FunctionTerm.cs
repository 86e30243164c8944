using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Employees.Domain;

/// <summary>A school's function that an employee is entrusted with (التكليف) from a day to a day, on both times: a line is never changed, one learnt later of the same first day takes its place.</summary>
public sealed class FunctionTerm : IVersioned, ILearnt, IInPlace, IAboutEmployee
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>A code of the functions of schools: head, general-supervisor…</summary>
    public required string FunctionCode { get; init; }

    /// <summary>The school it is exercised at, which need not be the workplace.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>In the place of a holder who is away; otherwise the post is vacant.</summary>
    public required bool IsInterim { get; init; }

    public required DateOnly StartsOn { get; init; }

    /// <summary>The last day; before <see cref="StartsOn"/> in a line that takes back what was believed.</summary>
    public required DateOnly EndsOn { get; init; }

    public required DateTime LearntAt { get; init; }

    DateTime? ILearnt.LearntAt => LearntAt;

    /// <summary>The decision that made the line: the entrustment, its end, or a departure.</summary>
    public required long DecisionId { get; init; }

    public int Version { get; set; }

    /// <summary>The same function as it is known after another decision.</summary>
    public FunctionTerm Until(DateOnly last, long decision, DateTime at) => new()
    {
        EmployeeId = EmployeeId,
        FunctionCode = FunctionCode,
        PlaceId = PlaceId,
        PlacePath = PlacePath,
        IsInterim = IsInterim,
        StartsOn = StartsOn,
        EndsOn = last < StartsOn ? StartsOn.AddDays(-1) : last,
        DecisionId = decision,
        LearntAt = at,
    };
}

public sealed class FunctionTermConfiguration : IEntityTypeConfiguration<FunctionTerm>
{
    public void Configure(EntityTypeBuilder<FunctionTerm> builder)
    {
        builder.Property(t => t.FunctionCode).IsCode(30);
        builder.Property(t => t.PlacePath).IsCode(64);
        builder.HasIndex(t => new { t.EmployeeId, t.StartsOn });
        builder.HasIndex(t => new { t.PlaceId, t.FunctionCode });
        builder.HasIndex(t => new { t.PlacePath, t.EndsOn });
        builder.HasIndex(t => t.DecisionId);
    }
}

public static class FunctionTerms
{
    /// <summary>The functions of one employee as they were known at an instant, oldest first, without those taken back.</summary>
    public static List<FunctionTerm> Held(this IEnumerable<FunctionTerm> lines, DateTime instant) => [.. lines.KnownAt(instant).Where(t => t.EndsOn >= t.StartsOn)];

    /// <summary>The function of a day.</summary>
    /// <param name="held">From <see cref="Held"/>.</param>
    public static FunctionTerm? HeldOn(this IEnumerable<FunctionTerm> held, DateOnly day) => held.LastOrDefault(t => t.StartsOn <= day && t.EndsOn >= day);

    /// <summary>The lines which say again what was known before a decision's own.</summary>
    /// <param name="lines">All lines of the employee.</param>
    /// <param name="hasBegun">The decision gave the function: whatever was said of it since, it was never held.</param>
    public static IEnumerable<FunctionTerm> Undone(IReadOnlyCollection<FunctionTerm> lines, long decisionId, long byDecisionId, DateTime at, bool hasBegun)
    {
        var before = hasBegun ? [] : lines.Where(l => l.DecisionId != decisionId).KnownAt(at);
        foreach (var line in lines.Where(l => l.DecisionId == decisionId))
            yield return before.Find(b => b.StartsOn == line.StartsOn) is { } former ? former.Until(former.EndsOn, byDecisionId, at) : line.Until(line.StartsOn.AddDays(-1), byDecisionId, at);
    }

    /// <summary>As they are known now: of the lines of one first day, the one learnt last, unless it takes the function back.</summary>
    public static IQueryable<FunctionTerm> Known(this IQueryable<FunctionTerm> lines, IQueryable<FunctionTerm> all) => lines.Where(t => t.EndsOn >= t.StartsOn
        && !all.Any(o => o.EmployeeId == t.EmployeeId && o.StartsOn == t.StartsOn && (o.LearntAt > t.LearntAt || (o.LearntAt == t.LearntAt && o.Id > t.Id))));
}
