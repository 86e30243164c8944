namespace Massar.Infrastructure.Spreadsheets;

/// <summary>A part of a package, unpacked.</summary>
/// <param name="Name">As the package spells it.</param>
public sealed record PackedTable(string Name, byte[] Content);

/// <summary>The parts, or why there are none: exactly one of the two.</summary>
public sealed record TablePackageReading(IReadOnlyList<PackedTable>? Tables, SpreadsheetRefusal? Refusal);

/// <summary>A zip of tables for programs, opened with every bound of <see cref="SpreadsheetLimits"/> and unpacked in memory only.</summary>
public static class TablePackage
{
    /// <summary>The parts in the order of their names.</summary>
    public static TablePackageReading Read(byte[] file, SpreadsheetLimits limits)
    {
        IReadOnlyList<PackedTable>? tables = null;
        var refusal = SpreadsheetFile.Guarded(file, limits, () =>
        {
            if (!SpreadsheetFile.IsZip(file)) throw new SpreadsheetRefusedException(SpreadsheetRefusals.NotSpreadsheet);
            using var package = new SafePackage(file, limits);
            tables = [.. package.Names.Select(package.Spelling).Where(n => !n.EndsWith('/')).Order(StringComparer.Ordinal).Select(n => new PackedTable(n, package.Bytes(n)))];
        });
        return refusal is null ? new TablePackageReading(tables, null) : new TablePackageReading(null, refusal);
    }
}
