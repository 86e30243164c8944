using System.Buffers;
using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>For whom a CSV file is written.</summary>
public enum CsvFlavor
{
    /// <summary>Opened in a spreadsheet program set to French or Arabic: semicolons, byte-order mark, decimal comma, day/month/year.</summary>
    People,

    /// <summary>Read by programs (RFC 4180): commas, no mark, decimal point, ISO dates.</summary>
    Tidy,
}

/// <summary>
/// Writes rows of text, numbers, dates and truths. Text that a spreadsheet would evaluate gets an apostrophe in front
/// (guarantee G13); numbers are numbers, a negative one included.
/// </summary>
public static class CsvWriter
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create("\";,\t\r\n");

    public static byte[] Write(IEnumerable<IReadOnlyList<object?>> rows, CsvFlavor flavor)
    {
        var text = new StringBuilder();
        if (flavor == CsvFlavor.People) text.Append('\uFEFF');
        foreach (var row in rows)
        {
            for (var at = 0; at < row.Count; at++)
            {
                if (at > 0) text.Append(flavor == CsvFlavor.People ? ';' : ',');
                Append(text, row[at], flavor);
            }

            text.Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, object? value, CsvFlavor flavor)
    {
        var people = flavor == CsvFlavor.People;
        switch (value)
        {
            case null:
                return;
            case bool truth:
                text.Append(truth ? '1' : '0');
                return;
            case DateOnly day:
                text.Append(day.ToString(people ? "dd'/'MM'/'yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture));
                return;
            case DateTime moment:
                text.Append(moment.ToString(people ? "dd'/'MM'/'yyyy HH':'mm" : "yyyy-MM-dd'T'HH':'mm':'ss", CultureInfo.InvariantCulture));
                return;
            case decimal or double or float or int or long or short or byte or uint or ulong:
                var number = ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
                text.Append(people ? number.Replace('.', ',') : number);
                return;
        }

        var safe = FormulaSafety.Neutralize(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        if (safe.AsSpan().IndexOfAny(NeedQuotes) < 0) text.Append(safe);
        else text.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}

/// <summary>The texts that spreadsheet programs take for formulas, and how they are made harmless.</summary>
public static class FormulaSafety
{
    /// <summary>Starts with a character that begins a formula in some program, full-width forms included.</summary>
    public static bool IsDangerous(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';

    public static string Neutralize(string text) => IsDangerous(text) ? "'" + text : text;
}
