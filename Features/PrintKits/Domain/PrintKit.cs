using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.PrintKits.Domain;

/// <summary>The papers of a season for a whole school, ordered by a person and made in the background.</summary>
public sealed class PrintKit : IInPlace
{
    /// <summary>Days after which names and file go: what is printed is printed, and can be made again.</summary>
    public const int KeptDays = 30;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required Season Season { get; init; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    /// <summary>Different pupils in the file; null until it is bound.</summary>
    public int? Pupils { get; set; }

    public int? Pages { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public static string WorkKey(long id) => string.Create(CultureInfo.InvariantCulture, $"print-kits/{id}");
}

/// <summary>What stands on the papers of one class, kept so that work which was stopped goes on with the next class.</summary>
[NotAudited]
public sealed class PrintKitClass
{
    public required long KitId { get; init; }

    public required int ClassId { get; init; }

    /// <summary>JSON of a <see cref="ClassKit"/>.</summary>
    [Secret] public required string Content { get; init; }
}

/// <summary>A piece of the file, small enough for any packet of the database.</summary>
[NotAudited]
public sealed class PrintKitPart
{
    public const int Size = 1_000_000;

    public required long KitId { get; init; }

    public required int Number { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>Whose kits somebody sees: those of the worn hat's school.</summary>
public static class Scopes
{
    public static IQueryable<PrintKit> At(this IQueryable<PrintKit> kits, CurrentUser user) => kits.Where(k => k.SchoolId == user.PlaceId);
}

/// <summary>Takes away the names and files of old kits.</summary>
public sealed class OldPrintKits : ISweep
{
    public async Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var before = now.AddDays(-PrintKit.KeptDays);
        var old = await db.PrintKits.Where(k => k.AskedAt < before && (db.PrintKitClasses.Any(c => c.KitId == k.Id) || db.PrintKitParts.Any(p => p.KitId == k.Id)))
            .OrderBy(k => k.Id).Select(k => k.Id).Take(Math.Min(most, 10)).ToListAsync(ct);
        if (old.Count == 0) return 0;
        return await db.PrintKitParts.Where(p => old.Contains(p.KitId)).ExecuteDeleteAsync(ct) + await db.PrintKitClasses.Where(c => old.Contains(c.KitId)).ExecuteDeleteAsync(ct);
    }
}

public sealed class PrintKitConfiguration : IEntityTypeConfiguration<PrintKit>
{
    public void Configure(EntityTypeBuilder<PrintKit> builder)
    {
        builder.HasIndex(k => new { k.SchoolId, k.AskedAt });
        builder.HasIndex(k => k.AskedAt);
    }
}

public sealed class PrintKitClassConfiguration : IEntityTypeConfiguration<PrintKitClass>
{
    public void Configure(EntityTypeBuilder<PrintKitClass> builder)
    {
        builder.HasKey(c => new { c.KitId, c.ClassId });
        builder.Property(c => c.Content).IsLongText();
    }
}

public sealed class PrintKitPartConfiguration : IEntityTypeConfiguration<PrintKitPart>
{
    public void Configure(EntityTypeBuilder<PrintKitPart> builder)
    {
        builder.HasKey(p => new { p.KitId, p.Number });
        builder.Property(p => p.Bytes).HasColumnType("longblob");
    }
}
