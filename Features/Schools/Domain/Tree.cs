using System.Globalization;

namespace Massar.Features.Schools.Domain;

/// <summary>What can be read off a place's path.</summary>
public static class Tree
{
    /// <summary>What kind of place a path leads to, by how deep it lies in the tree; exact down to the school.</summary>
    public static PlaceKind KindAt(string path) => (PlaceKind)(path.Count(c => c == '/') - 2);

    /// <summary>The numbers of the places above the last one, root first: "/1/8/95/403/" gives 1, 8, 95.</summary>
    public static IReadOnlyList<int> Above(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipLast(1).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
}
