using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.Domain;

/// <summary>Columns that keep a copy of a place's path, so that "in my province" is one indexed prefix: they follow when the place moves in the tree.</summary>
public static class PathCopies
{
    /// <summary>Writes the new path wherever the old one stands, of the place and of all below it.</summary>
    /// <returns>Rows changed.</returns>
    public static async Task<int> MovePaths(this MassarDb db, string from, string to, CancellationToken ct)
    {
        var rows = 0;
        foreach (var (table, column) in Columns(db))
        {
            // Names of tables and columns come from the model; the values are parameters.
            var statement = $"UPDATE `{table}` SET `{column}` = CONCAT({{0}}, SUBSTRING(`{column}`, {{1}})) WHERE `{column}` LIKE {{2}}";
            rows += await db.Database.ExecuteSqlRawAsync(statement, [to, from.Length + 1, from + "%"], ct);
        }

        return rows;
    }

    /// <summary>Every copy in the model, the tree itself first. What a movement froze for its run stays as it was frozen.</summary>
    public static IReadOnlyList<(string Table, string Column)> Columns(MassarDb db) =>
    [
        .. db.Model.GetEntityTypes().Where(t => t.GetTableName() is not null && !t.IsOwned())
            .SelectMany(t => t.GetProperties().Where(p => p.ClrType == typeof(string) && (p.Name == "PlacePath" || (p.Name == nameof(Place.Path) && t.ClrType == typeof(Place)))), (t, p) => (t.GetTableName()!, p.GetColumnName()))
            .Distinct().OrderBy(c => c.Item1 == "Places" ? 0 : 1).ThenBy(c => c.Item1, StringComparer.Ordinal),
    ];
}
