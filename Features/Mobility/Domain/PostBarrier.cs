using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>
/// Points of the last one admitted to a post in a movement of before the program, as the ministry or an academy has them on paper. What a published run of the program
/// says of the same year goes before it. Nobody is named.
/// </summary>
public sealed class PostBarrier : IVersioned, IInPlace
{
    public const int SourceLength = 120;

    /// <summary>No scale comes near it: a slip of the pen.</summary>
    public const int MostPoints = 1000;

    public long Id { get; init; }

    /// <summary>The school year of the movement, by the year it begins in.</summary>
    public required int Year { get; init; }

    /// <summary>Code of the nomenclature movement-categories.</summary>
    public required string CategoryCode { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>See <see cref="PostGroup"/>.</summary>
    public required string GroupCode { get; init; }

    public required decimal Points { get; set; }

    /// <summary>How many were admitted; null where the paper does not say.</summary>
    public int? Admitted { get; set; }

    /// <summary>Where it was taken from: a circular, a list that was put up.</summary>
    public required string Source { get; set; }

    /// <summary>sure, likely, to confirm.</summary>
    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class PostBarrierConfiguration : IEntityTypeConfiguration<PostBarrier>
{
    public void Configure(EntityTypeBuilder<PostBarrier> builder)
    {
        builder.ToTable("MobilityBarriers");
        builder.Property(b => b.CategoryCode).IsCode(40);
        builder.Property(b => b.PlacePath).IsCode(64);
        builder.Property(b => b.GroupCode).IsCode(PostGroup.Length);
        builder.Property(b => b.Points).HasPrecision(8, 2);
        builder.Property(b => b.Source).HasMaxLength(PostBarrier.SourceLength);
        builder.Property(b => b.Confidence).IsCode(20);
        builder.HasIndex(b => new { b.PlaceId, b.GroupCode, b.CategoryCode, b.Year }).IsUnique();
        builder.HasIndex(b => b.PlacePath);
    }
}

/// <summary>One barrier as a list names it.</summary>
/// <param name="Number">Line of the list, from 1.</param>
/// <param name="Place">Code of a school, commune or directorate.</param>
/// <param name="Wrong">What cannot be read, as a text key; null where all can.</param>
public sealed record BarrierRow(int Number, int? Year, string Place, string Group, decimal? Points, int? Admitted, string? Wrong);

/// <summary>A list of barriers: one a line, year, place, cycle and subject, points, admitted; typed or out of a spreadsheet.</summary>
public static class BarrierRows
{
    /// <summary>Nobody looks over more at once.</summary>
    public const int Most = 1000;

    /// <summary>Characters of so many lines, generously.</summary>
    public const int MostText = Most * 200;

    private const int Columns = 5;

    /// <summary>The first columns of a sheet as lines; null when the file cannot be read.</summary>
    public static string? TextOf(byte[] file)
    {
        if (SpreadsheetFile.Read(file).Workbook?.Sheets.FirstOrDefault(s => !s.IsHidden) is not { } sheet)
            return null;
        var lines = new List<string>();
        for (var row = 1; row <= Math.Min(sheet.RowCount, Most + 20); row++)
        {
            string[] cells = [.. Enumerable.Range(1, Columns).Select(c => sheet[row, c].Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : BidiSafe.Clean(sheet[row, c].Text))];
            // Titles and headings stand above the first year.
            if (lines.Count == 0 && ReadYear(cells[0]) is null)
                continue;
            if (cells.Any(c => c.Length > 0))
                lines.Add(string.Join(" ; ", cells));
        }

        return string.Join('\n', lines);
    }

    public static List<BarrierRow> Read(string? text)
    {
        // One more than may be, so that too many are known to be.
        var rows = new List<BarrierRow>();
        var seen = new HashSet<(int?, string, string)>();
        foreach (var (line, number) in BidiSafe.CleanLines(text).Split('\n').Select((l, i) => (Digits.ToLatin(l).Trim(), i + 1)).Where(l => l.Item1.Length > 0).Take(Most + 1))
        {
            var cells = line.Split([';', '\t'], Columns, StringSplitOptions.TrimEntries);
            string Cell(int i) => cells.Length > i ? cells[i] : "";
            var (year, place, group) = (ReadYear(Cell(0)), Cell(1).ToUpperInvariant(), Cell(2).ToUpperInvariant());
            decimal? points = decimal.TryParse(Cell(3).Replace(',', '.').Replace('٫', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var p) && p <= PostBarrier.MostPoints && decimal.Round(p, 2) == p ? p : null;
            int? admitted = int.TryParse(Cell(4), NumberStyles.None, CultureInfo.InvariantCulture, out var a) && a is > 0 and < 10_000 ? a : null;
            rows.Add(new BarrierRow(number, year, place, group, points, admitted,
                year is null ? "mobility.barriers.wrong.year"
                : place.Length is 0 or > 20 ? "mobility.barriers.wrong.place"
                : group.Length is 0 or > PostGroup.Length || !group.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? "mobility.barriers.wrong.group"
                : points is null ? "mobility.barriers.wrong.points"
                : Cell(4).Length > 0 && admitted is null ? "mobility.barriers.wrong.admitted"
                : !seen.Add((year, place, group)) ? "mobility.barriers.wrong.twice" : null));
        }

        return rows;
    }

    // 2024, or 2024-2025, or 2024/2025.
    private static int? ReadYear(string typed)
    {
        var text = Digits.ToLatin(typed).Split('-', '/')[0].Trim();
        return text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100 ? year : null;
    }
}
