using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.TextBooks.Domain;

/// <summary>The plan of a year (التوزيع السنوي) for a class in a subject: items in the order they will be taught.</summary>
public sealed class YearPlan : IVersioned, IInPlace, IOfSchool
{
    /// <summary>More items than weeks with several lessons each have.</summary>
    public const int MostItems = 200;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int ClassId { get; init; }

    public required string SubjectCode { get; init; }

    public List<PlanItem> Items { get; } = [];

    public required DateTime ChangedAt { get; set; }

    public required long ChangedByAccountId { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>
    /// Takes the items as they were typed, one a line. An item that keeps its words keeps its number, so that what was done stays done;
    /// entries that did an item which is gone keep its title as their own.
    /// </summary>
    public void Arrange(IReadOnlyList<string> titles, long accountId, DateTime now)
    {
        (ChangedAt, ChangedByAccountId) = (now, accountId);
        var left = Items.OrderBy(i => i.Order).ToList();
        for (var n = 0; n < titles.Count; n++)
        {
            if (left.Find(i => i.Title == titles[n]) is { } same)
            {
                left.Remove(same);
                same.Order = n + 1;
            }
            else
            {
                Items.Add(new PlanItem { SchoolId = SchoolId, Order = n + 1, Title = titles[n] });
            }
        }

        foreach (var gone in left)
            Items.Remove(gone);
    }

    /// <summary>The lines of a plan as typed: cleaned, empty ones left out.</summary>
    /// <param name="refusal">Too many, or one too long.</param>
    public static List<string> Read(string? typed, out Refusal? refusal)
    {
        List<string> titles = [.. BidiSafe.CleanLines(typed).Split('\n').Select(l => BidiSafe.Clean(l)).Where(t => t.Length > 0)];
        refusal = titles.Count == 0 ? Refusal.Invalid("Items", "text-books.plan.needed")
            : titles.Count > MostItems ? Refusal.Invalid("Items", "text-books.plan.many", MostItems)
            : titles.FindIndex(t => t.Length > BookEntry.TitleLength) is var at and >= 0 ? Refusal.Invalid("Items", "text-books.plan.long", at + 1, BookEntry.TitleLength)
            : null;
        return titles;
    }
}

/// <summary>One item of a plan: a lesson, or a part of one.</summary>
public sealed class PlanItem : IInPlace, IOfSchool
{
    public long Id { get; init; }

    public long YearPlanId { get; init; }

    public required int SchoolId { get; init; }

    public required int Order { get; set; }

    public required string Title { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class YearPlanConfiguration : IEntityTypeConfiguration<YearPlan>
{
    public void Configure(EntityTypeBuilder<YearPlan> builder)
    {
        builder.Property(p => p.SubjectCode).IsCode(20);
        builder.HasMany(p => p.Items).WithOne().HasForeignKey(i => i.YearPlanId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(p => new { p.ClassId, p.SubjectCode }).IsUnique();
        builder.HasIndex(p => new { p.SchoolId, p.SubjectCode, p.SchoolYearId });
    }
}

public sealed class PlanItemConfiguration : IEntityTypeConfiguration<PlanItem>
{
    public void Configure(EntityTypeBuilder<PlanItem> builder)
    {
        builder.ToTable("YearPlanItems");
        builder.Property(i => i.Title).HasMaxLength(BookEntry.TitleLength);
        builder.HasIndex(i => new { i.YearPlanId, i.Order });
    }
}
