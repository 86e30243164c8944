using System.Globalization;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>A list as it was understood.</summary>
/// <param name="Hash">SHA-256 of the file, in hexadecimal.</param>
/// <param name="ReadAs">"xlsx", "ods", "xls", or "csv UTF-8 ;".</param>
/// <param name="Ignored">Headings nobody knows, shortened to <see cref="ListColumns{TColumn}.IgnoredLength"/>.</param>
public sealed record ListReading<TColumn>(string Hash, string ReadAs, string Ignored, IReadOnlyList<(int Number, IReadOnlyDictionary<TColumn, string> Cells)> Rows) where TColumn : struct, Enum;

/// <summary>Finds the columns of a list by their headings, in any order and in the words of three languages, and reads its rows.</summary>
/// <typeparam name="TColumn">One member for each column, in the order of the model file.</typeparam>
public sealed class ListColumns<TColumn> where TColumn : struct, Enum
{
    public const int IgnoredLength = 400;

    /// <summary>Where the headings may stand: lists have a title above them.</summary>
    private const int LastHeadRow = 12;

    private const int LeastKnown = 3;

    private readonly Func<TColumn, string> heading;
    private readonly IReadOnlyList<TColumn> needed;

    // Columns of our own answer, of a list that comes back mended, say nothing new: they are known, and have no column.
    private readonly Dictionary<string, TColumn?> known = new(StringComparer.Ordinal);

    /// <param name="heading">Text key of a column's heading.</param>
    /// <param name="others">Besides those sentences: what other programs' lists call a column, separated by semicolons.</param>
    /// <param name="needed">Columns without which no row can be read.</param>
    /// <param name="answers">Text keys of the headings that our own answer adds.</param>
    public ListColumns(Func<TColumn, string> heading, IEnumerable<(TColumn Column, string Names)> others, IReadOnlyList<TColumn> needed, IEnumerable<string> answers)
    {
        (this.heading, this.needed) = (heading, needed);
        string[] languages = ["ar", "fr", "en"];
        foreach (var column in Enum.GetValues<TColumn>())
            foreach (var language in languages)
                known.TryAdd(ArabicFolding.Fold(Words.All.Say(language, heading(column))), column);
        foreach (var (column, names) in others)
            foreach (var name in names.Split(';'))
                known.TryAdd(ArabicFolding.Fold(name), column);
        foreach (var answer in answers)
            foreach (var language in languages)
                known.TryAdd(ArabicFolding.Fold(Words.All.Say(language, answer)), null);
    }

    /// <summary>The heading of the model file: Arabic and French, whoever takes it.</summary>
    public string ModelHeading(TColumn column) => $"{Words.All.Say("ar", heading(column))} / {Words.All.Say("fr", heading(column))}";

    /// <summary>Reads the file, or says why not.</summary>
    /// <param name="limits">Null for the usual ones.</param>
    public ListReading<TColumn>? Read(byte[] file, SpreadsheetLimits? limits, out Refusal? refusal)
    {
        return ListFile.Open(file, limits, out refusal) is { } book ? Read(book, Fingerprint.Of(file), out refusal) : null;
    }

    /// <summary>Reads a workbook that is open already.</summary>
    /// <param name="hash">Of its file.</param>
    public ListReading<TColumn>? Read(Workbook book, string hash, out Refusal? refusal)
    {
        refusal = null;
        SheetTable? best = null;
        var (head, columns, ignored) = (0, new Dictionary<int, TColumn>(), new List<string>());
        foreach (var sheet in book.Sheets.Where(s => !s.IsHidden))
            for (var row = 1; row <= Math.Min(LastHeadRow, sheet.RowCount); row++)
            {
                var (found, strange) = Heads(sheet, row);
                if (found.Count > columns.Count) (best, head, columns, ignored) = (sheet, row, found, strange);
            }

        if (best is null || columns.Count < LeastKnown)
        {
            refusal = Refusal.Invalid("File", "ui.list.file.no-heads");
            return null;
        }

        var missing = needed.Except(columns.Values).ToList();
        if (missing.Count > 0)
        {
            refusal = Refusal.Invalid("File", "ui.list.file.columns-missing", string.Join(" – ", missing.Select(ModelHeading)));
            return null;
        }

        if (columns.Values.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            refusal = Refusal.Invalid("File", "ui.list.file.column-twice", ModelHeading(twice.Key));
            return null;
        }

        var rows = new List<(int, IReadOnlyDictionary<TColumn, string>)>();
        for (var row = head + 1; row <= best.RowCount; row++)
        {
            var cells = columns.Select(c => (Column: c.Value, Text: ListFile.TextOf(best[row, c.Key]))).Where(c => c.Text.Length > 0).ToDictionary(c => c.Column, c => c.Text);
            if (cells.Count > 0) rows.Add((row, cells));
        }

        if (rows.Count == 0)
        {
            refusal = Refusal.Invalid("File", "ui.list.file.no-rows");
            return null;
        }

        var names = string.Join(" – ", ignored);
        return new ListReading<TColumn>(hash, ListFile.FormatOf(book), BidiSafe.Cut(names, IgnoredLength), rows);
    }

    private (Dictionary<int, TColumn> Found, List<string> Strange) Heads(SheetTable sheet, int row)
    {
        var (found, strange) = (new Dictionary<int, TColumn>(), new List<string>());
        for (var column = 1; column <= sheet.ColumnCount; column++)
        {
            if (sheet[row, column].IsEmpty) continue;
            var typed = BidiSafe.Clean(sheet[row, column].Text);
            if (typed.Split('/').Append(typed).Select(ArabicFolding.Fold).FirstOrDefault(known.ContainsKey) is { } name)
            {
                if (known[name] is { } its) found[column] = its;
            }
            else
            {
                strange.Add(BidiSafe.Cut(typed, 40));
            }
        }

        return (found, strange);
    }

}

/// <summary>The file of a list, before its columns are known.</summary>
public static class ListFile
{
    /// <summary>Longest text of a cell; nothing a list needs is longer.</summary>
    private const int LongestCell = 200;

    /// <summary>Opens it, or says why not in the words of lists.</summary>
    public static Workbook? Open(byte[] file, SpreadsheetLimits? limits, out Refusal? refusal)
    {
        var reading = SpreadsheetFile.Read(file, limits);
        refusal = reading.Refusal is { } why ? Refusal.Invalid("File", $"ui.list.file.{why.Code}", [.. why.Details]) : null;
        return reading.Workbook;
    }

    /// <summary>"xlsx", "ods", "xls", or "csv UTF-8 ;".</summary>
    public static string FormatOf(Workbook book) => book.Format == SpreadsheetFormat.Csv
        ? $"csv {book.Encoding} {(book.Separator == '\t' ? "tab" : book.Separator)}"
        : book.Format.ToString().ToLowerInvariant();

    /// <summary>A cell as rows are read. A day stands as programs keep it; whoever typed it as text is read later, row by row.</summary>
    public static string TextOf(Cell cell)
    {
        var text = cell.Date is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : cell.Text;
        return BidiSafe.Cut(text, LongestCell);
    }
}

/// <summary>Text of a cell that cannot be taken as it stands.</summary>
public static class CellText
{
    // Direction overrides and isolates: what is seen would not be what is kept.
    private static readonly System.Buffers.SearchValues<char> Disguises = System.Buffers.SearchValues.Create("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>Text key of what is wrong with the text itself, whatever column it stands in; null when nothing is.</summary>
    /// <param name="isPhone">A telephone may begin with a plus; nothing else here begins as a formula does.</param>
    public static string? Wrong(string text, bool isPhone) =>
        text.AsSpan().IndexOfAny(Disguises) >= 0 ? "ui.list.wrong.disguised" : !isPhone && FormulaSafety.IsDangerous(text) ? "ui.list.wrong.formula" : null;
}
