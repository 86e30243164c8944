using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Schools.Domain;

/// <summary>
/// What the register says of a school from a day on: its name, where it stands, whether it is open. Rows are only ever added, so that the
/// tree of any day can be read; a school without rows has always been what its <see cref="Place"/> says.
/// </summary>
public sealed class SchoolEntry : IInPlace, IOfSchool
{
    /// <summary>The day of the line that says how a school was before its first change.</summary>
    public static readonly DateOnly Always = new(1900, 1, 1);

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required string NameAr { get; init; }

    public required string NameFr { get; init; }

    /// <summary>The commune, or the school an annex belongs to.</summary>
    public required int ParentId { get; init; }

    public required bool IsOpen { get; init; }

    /// <summary>The decided change behind it; none for how it was before the first one.</summary>
    public long? ChangeId { get; init; }

    public required DateTime WrittenAt { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class SchoolEntryConfiguration : IEntityTypeConfiguration<SchoolEntry>
{
    public void Configure(EntityTypeBuilder<SchoolEntry> builder) => builder.HasIndex(e => new { e.SchoolId, e.StartsOn });
}

/// <summary>A school that goes on with the pupils of a closed one.</summary>
public sealed class SchoolSuccession : IInPlace
{
    public long Id { get; init; }

    /// <summary>The closed one.</summary>
    public required int FromId { get; init; }

    public required int ToId { get; init; }

    /// <summary>First day at the new school.</summary>
    public required DateOnly On { get; init; }

    public required long ChangeId { get; init; }

    int IInPlace.PlaceId => FromId;
}

public sealed class SchoolSuccessionConfiguration : IEntityTypeConfiguration<SchoolSuccession>
{
    public void Configure(EntityTypeBuilder<SchoolSuccession> builder)
    {
        builder.HasIndex(s => s.FromId);
        builder.HasIndex(s => s.ToId);
    }
}

/// <summary>Which line of a school's life counts on a day.</summary>
public static class SchoolLife
{
    /// <summary>The line of each school that counts on a day: the latest that had begun. None for a school that was not there yet.</summary>
    public static IQueryable<SchoolEntry> InForceOn(this IQueryable<SchoolEntry> entries, DateOnly day, MassarDb db) =>
        entries.Where(e => e.StartsOn <= day
            && !db.SchoolEntries.Any(n => n.SchoolId == e.SchoolId && n.StartsOn <= day && (n.StartsOn > e.StartsOn || (n.StartsOn == e.StartsOn && n.Id > e.Id))));
}
