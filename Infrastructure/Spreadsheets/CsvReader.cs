using System.Text;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>
/// Reads separated text as people's programs save it: separator ; , or tab (found by counting, or stated by a first line
/// "sep=;"), UTF-8 with or without mark, UTF-16 with mark, else Windows-1256 (Arabic Windows) where its letters stand in words, else
/// Windows-1252 (Western Windows). Every cell is text, so codes keep their zeros; what <see cref="CsvWriter"/> neutralized is restored.
/// </summary>
public static class CsvReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static SpreadsheetReading Read(byte[] file, SpreadsheetLimits? limits = null)
    {
        limits ??= SpreadsheetLimits.Default;
        return SpreadsheetFile.Guard(file, limits, () => ReadUnguarded(file, limits));
    }

    internal static Workbook ReadUnguarded(byte[] file, SpreadsheetLimits limits)
    {
        var (text, encoding) = Decode(file);
        var start = 0;
        var separator = Stated(text, ref start) ?? Guess(text);
        var bounds = new BoundedSheets(limits);
        var sheet = bounds.Add("", hidden: false);
        var field = new StringBuilder();
        int row = 1, column = 1;
        var quoted = false;
        for (var at = start; at < text.Length; at++)
        {
            var c = text[at];
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (at + 1 < text.Length && text[at + 1] == '"') field.Append(text[at++]);
                else quoted = false;
            }
            else if (c == '"' && field.Length == 0) quoted = true;
            else if (c == separator) Close(ref column);
            else if (c is '\n' or '\r')
            {
                if (c == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                Close(ref column);
                (row, column) = (row + 1, 1);
            }
            else field.Append(c);
        }

        Close(ref column);
        return new Workbook(SpreadsheetFormat.Csv, bounds.Sheets) { Encoding = encoding, Separator = separator };

        void Close(ref int at)
        {
            if (field.Length > 0)
            {
                var value = field.ToString();
                if (value.Length > 1 && value[0] == '\'' && FormulaSafety.IsDangerous(value.AsSpan(1))) value = value[1..];
                bounds.Put(sheet, row, at, Cell.Of(value));
                field.Clear();
            }

            at++;
        }
    }

    private static (string Text, string Encoding) Decode(byte[] file)
    {
        if (file.AsSpan().StartsWith(Encoding.UTF8.Preamble)) return (Encoding.UTF8.GetString(file, 3, file.Length - 3), "UTF-8");
        if (file.AsSpan().StartsWith(Encoding.Unicode.Preamble)) return (Encoding.Unicode.GetString(file, 2, file.Length - 2), "UTF-16");
        if (file.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble)) return (Encoding.BigEndianUnicode.GetString(file, 2, file.Length - 2), "UTF-16");
        // no text holds a zero byte or starts like a page or a document
        if (file.AsSpan().Contains((byte)0) || file.AsSpan().StartsWith("<"u8) || file.AsSpan().StartsWith("%PDF"u8))
            throw new SpreadsheetRefusedException(SpreadsheetRefusals.NotSpreadsheet);
        try
        {
            return (StrictUtf8.GetString(file), "UTF-8");
        }
        catch (DecoderFallbackException)
        {
            var arabic = CodePagesEncodingProvider.Instance.GetEncoding(1256)!.GetString(file);
            return HasArabicWords(arabic) ? (arabic, "Windows-1256") : (CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(file), "Windows-1252");
        }
    }

    // The small accented letters of French stand at the same place in both; a capital one reads as a single Arabic letter among Latin ones.
    private static bool HasArabicWords(string text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (IsArabic(text[at - 1]) && IsArabic(text[at])) return true;
        }

        return false;

        static bool IsArabic(char c) => c is >= '\u0621' and <= '\u06d2';
    }

    private static char? Stated(string text, ref int start)
    {
        if (text.Length < 5 || !text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) return null;
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        start = end < 0 ? text.Length : end + 1;
        return text[4];
    }

    /// <summary>The separator most frequent outside quotes in the first lines; a semicolon wins a tie (decimal commas).</summary>
    private static char Guess(string text)
    {
        int semicolons = 0, commas = 0, tabs = 0;
        var quoted = false;
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, 8_192)))
        {
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c == ';') semicolons++;
            else if (c == ',') commas++;
            else if (c == '\t') tabs++;
        }

        // a list with semicolons may have a decimal comma on every line, the reverse does not happen
        if (tabs > 0 && tabs >= semicolons && tabs >= commas) return '\t';
        return semicolons > 0 && semicolons * 2 >= commas ? ';' : commas > 0 ? ',' : ';';
    }
}
