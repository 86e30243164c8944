using System.Globalization;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.Domain;

/// <summary>One successful candidate as a list of the exam names him.</summary>
/// <param name="Number">Line of the list, from 1.</param>
/// <param name="Wrong">What cannot be read, as a text key; null where all can.</param>
public sealed record ExamRow(int Number, string Ppr, int? Rank, decimal? Mark, string? Wrong);

/// <summary>The list of successful candidates: one a line, payroll number, rank and mark, typed or out of a spreadsheet.</summary>
public static class ExamRows
{
    /// <summary>Nobody looks over more at once.</summary>
    public const int Most = 600;

    private static readonly char[] Between = [';', '\t', ','];

    /// <summary>The first three columns of a sheet as lines; null when the file cannot be read.</summary>
    public static string? TextOf(byte[] file)
    {
        if (SpreadsheetFile.Read(file).Workbook?.Sheets.FirstOrDefault(s => !s.IsHidden) is not { } sheet)
            return null;
        var lines = new List<string>();
        for (var row = 1; row <= Math.Min(sheet.RowCount, Most + 20); row++)
        {
            string[] cells = [.. Enumerable.Range(1, 3).Select(c => sheet[row, c].Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : BidiSafe.Clean(sheet[row, c].Text))];
            // Titles and headings stand above the first payroll number.
            if (lines.Count == 0 && !Digits.ToLatin(cells[0]).Any(char.IsAsciiDigit))
                continue;
            if (cells.Any(c => c.Length > 0))
                lines.Add(string.Join(" ; ", cells));
        }

        return string.Join('\n', lines);
    }

    public static List<ExamRow> Read(string? text)
    {
        var rows = new List<ExamRow>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, number) in BidiSafe.CleanLines(text).Split('\n').Select((l, i) => (Digits.ToLatin(l).Trim(), i + 1)).Where(l => l.Item1.Length > 0))
        {
            // A decimal comma belongs to the mark where another sign parts the cells.
            var cells = line.Split(line.IndexOfAny([';', '\t']) >= 0 ? Between[..2] : Between, 3, StringSplitOptions.TrimEntries);
            var ppr = cells[0];
            int? rank = cells.Length > 1 && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var r) && r is > 0 and < 100_000 ? r : null;
            decimal? mark = cells.Length > 2 && decimal.TryParse(cells[2].Replace(',', '.').Replace('٫', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var m) && m <= 20 && decimal.Round(m, 2) == m ? m : null;
            rows.Add(new ExamRow(number, ppr, rank, mark, !Employee.IsPpr(ppr) ? "decisions.promotion.exam.ppr-wrong" : !seen.Add(ppr) ? "decisions.promotion.exam.twice"
                : rank is null ? "decisions.promotion.exam.rank-wrong" : mark is null ? "decisions.promotion.exam.mark-wrong" : null));
        }

        return rows;
    }
}
