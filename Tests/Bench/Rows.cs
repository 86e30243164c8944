using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Massar.Bench;

/// <summary>Multiplies planted rows in bulk, so that a table is as large as a country's within seconds. For measuring only: the copies say what their models say.</summary>
internal static class Rows
{
    /// <summary>Writes copies of rows of a table and answers how many.</summary>
    /// <param name="copies">Of each row.</param>
    /// <param name="where">Which rows, of <c>r</c>.</param>
    /// <param name="changed">Columns that a copy has otherwise, as SQL over <c>r</c> and the number of the copy, <c>n.seq</c>. A key that the database gives is left out by itself.</param>
    public static Task<int> Copy<T>(MassarDb db, int copies, string where, params (string Column, string Value)[] changed) where T : class
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var table = StoreObjectIdentifier.Table(type.GetTableName()!);
        var columns = type.GetProperties()
            .Where(p => changed.Any(c => c.Column == p.Name) || !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd))
            .Select(p => (Name: p.GetColumnName(table)!, Value: changed.FirstOrDefault(c => c.Column == p.Name).Value)).ToList();
        db.Database.SetCommandTimeout(600);
        // The names are the model's, the conditions this program's own.
#pragma warning disable EF1002
        return db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO `{table.Name}` ({string.Join(", ", columns.Select(c => $"`{c.Name}`"))}) SELECT {string.Join(", ", columns.Select(c => c.Value ?? $"r.`{c.Name}`"))} FROM `{table.Name}` r JOIN seq_1_to_{copies} n WHERE {where}");
#pragma warning restore EF1002
    }
}
