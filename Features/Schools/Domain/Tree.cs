using System.Globalization;

namespace Massar.Features.Schools.Domain;

/// <summary>What can be read off a place's path.</summary>
public static class Tree
{
    /// <summary>The numbers of the places above the last one, root first: "/1/8/95/403/" gives 1, 8, 95.</summary>
    public static IReadOnlyList<int> Above(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipLast(1).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
}
