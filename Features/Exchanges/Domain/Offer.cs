using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Exchanges.Domain;

/// <summary>
/// A line of the board: the post somebody has, and where he would like to be. The board shows the school and the subject, never who it is; a name is told only with a
/// proposal, by whoever makes it.
/// </summary>
public sealed class ExchangeOffer : IVersioned, IInPlace
{
    /// <summary>Places wished for, whole directorates or schools.</summary>
    public const int MostWishes = 10;

    private readonly List<OfferWish> wishes = [];

    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    public required int PlaceId { get; set; }

    public required string PlacePath { get; set; }

    /// <summary>See <see cref="Mobility.Domain.PostGroup"/>.</summary>
    public required string GroupCode { get; set; }

    /// <summary>The last day it is shown.</summary>
    public required DateOnly Until { get; set; }

    public int Version { get; set; }

    public IReadOnlyList<OfferWish> Wishes => wishes;

    /// <summary>These places and no others.</summary>
    public void Want(IEnumerable<(int Id, string Path)> places)
    {
        var wanted = places.ToList();
        wishes.RemoveAll(w => !wanted.Exists(p => p.Id == w.PlaceId));
        wishes.AddRange(wanted.Where(p => !wishes.Exists(w => w.PlaceId == p.Id)).Select(p => new OfferWish { PlaceId = p.Id, PlacePath = p.Path }));
    }

    /// <summary>Whether a post lies where this one wants to be.</summary>
    public bool Wants(string path) => wishes.Exists(w => path.StartsWith(w.PlacePath, StringComparison.Ordinal));
}

/// <summary>A school or a directorate somebody would like to come to.</summary>
public sealed class OfferWish : IVersioned
{
    public long Id { get; init; }

    public long OfferId { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public int Version { get; set; }
}

/// <summary>Circles that the board's lines make with one of them, by the numbers of the lines: two who want each other's post, or three in a round.</summary>
public static class Circles
{
    /// <summary>A page shows no more.</summary>
    public const int Most = 12;

    /// <param name="mine">Takes the post of the first, the first that of the second, the last that of <paramref name="mine"/>.</param>
    /// <param name="others">Of the same group and academy.</param>
    public static IReadOnlyList<(ExchangeOffer First, ExchangeOffer? Second)> With(ExchangeOffer mine, IReadOnlyList<ExchangeOffer> others)
    {
        var liked = others.Where(o => o.PlaceId != mine.PlaceId && mine.Wants(o.PlacePath)).ToList();
        var like = others.Where(o => o.PlaceId != mine.PlaceId && o.Wants(mine.PlacePath)).ToList();
        var circles = new List<(ExchangeOffer, ExchangeOffer?)>(liked.Where(like.Contains).Take(Most).Select(o => (o, (ExchangeOffer?)null)));
        // Three only where two are not enough: a shorter circle depends on fewer people.
        foreach (var first in liked.Where(o => !like.Contains(o)))
            foreach (var second in like.Where(o => o.Id != first.Id && o.PlaceId != first.PlaceId && first.Wants(o.PlacePath)))
            {
                if (circles.Count >= Most)
                    return circles;
                circles.Add((first, second));
            }

        return circles;
    }
}

public sealed class ExchangeOfferConfiguration : IEntityTypeConfiguration<ExchangeOffer>
{
    public void Configure(EntityTypeBuilder<ExchangeOffer> builder)
    {
        builder.Property(o => o.PlacePath).IsCode(64);
        builder.Property(o => o.GroupCode).IsCode(40);
        builder.HasMany(o => o.Wishes).WithOne().HasForeignKey(w => w.OfferId);
        builder.Navigation(o => o.Wishes).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(o => o.EmployeeId).IsUnique();
        builder.HasIndex(o => new { o.GroupCode, o.PlacePath });
    }
}

public sealed class OfferWishConfiguration : IEntityTypeConfiguration<OfferWish>
{
    public void Configure(EntityTypeBuilder<OfferWish> builder)
    {
        builder.ToTable("ExchangeOfferWishes");
        builder.Property(w => w.PlacePath).IsCode(64);
        builder.HasIndex(w => new { w.OfferId, w.PlaceId }).IsUnique();
    }
}
