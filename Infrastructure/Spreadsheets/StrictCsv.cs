using System.Text;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>A line of a table for programs.</summary>
/// <param name="Line">Where it begins in the file, counted from 1.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Cells);

/// <summary>Why a table for programs cannot be read further.</summary>
public enum StrictCsvWrong
{
    None = 0,

    /// <summary>Not UTF-8, or no text at all.</summary>
    Encoding,

    /// <summary>A quote that is not closed, or stands where none may.</summary>
    Quote,

    TooManyRows,

    TooManyColumns,

    CellTooLong,
}

/// <param name="Records">What could be read, the head included.</param>
/// <param name="Line">Where reading ended; 0 for the file as a whole.</param>
public sealed record StrictCsvReading(IReadOnlyList<CsvRecord> Records, StrictCsvWrong Wrong, int Line);

/// <summary>
/// Reads tables that programs exchange as RFC 4180 has them: UTF-8 with or without a mark, commas, doubled quotes, a text over several lines where
/// it is quoted. Nothing is guessed. What <see cref="CsvWriter"/> neutralized is restored.
/// </summary>
public static class StrictCsv
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <param name="rows">Most lines, the head included.</param>
    /// <param name="columns">Most cells of a line.</param>
    /// <param name="cell">Most characters of a cell.</param>
    public static StrictCsvReading Read(byte[] file, int rows, int columns, int cell)
    {
        string text;
        try
        {
            text = Utf8.GetString(file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? file.AsSpan(3) : file);
        }
        catch (DecoderFallbackException)
        {
            return new StrictCsvReading([], StrictCsvWrong.Encoding, 0);
        }

        if (text.Contains('\0', StringComparison.Ordinal)) return new StrictCsvReading([], StrictCsvWrong.Encoding, 0);
        var (records, cells, field) = (new List<CsvRecord>(), new List<string>(), new StringBuilder());
        var (line, begun, quoted, wasQuoted) = (1, 1, false, false);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\n' || (c == '\r' && (at + 1 == text.Length || text[at + 1] != '\n'))) line++;
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (at + 1 < text.Length && text[at + 1] == '"') field.Append(text[at++]);
                else quoted = false;
            }
            else if (c == '"')
            {
                if (field.Length > 0 || wasQuoted) return new StrictCsvReading(records, StrictCsvWrong.Quote, line);
                (quoted, wasQuoted) = (true, true);
            }
            else if (c == ',')
            {
                Close();
                if (cells.Count >= columns) return new StrictCsvReading(records, StrictCsvWrong.TooManyColumns, begun);
            }
            else if (c is '\n' or '\r')
            {
                if (c == '\r' && at + 1 < text.Length && text[at + 1] == '\n') continue;
                if (End()) return new StrictCsvReading(records, StrictCsvWrong.TooManyRows, begun);
                begun = line;
            }
            else
            {
                if (wasQuoted) return new StrictCsvReading(records, StrictCsvWrong.Quote, line);
                field.Append(c);
            }

            if (field.Length > cell) return new StrictCsvReading(records, StrictCsvWrong.CellTooLong, line);
        }

        if (quoted) return new StrictCsvReading(records, StrictCsvWrong.Quote, begun);
        return End() ? new StrictCsvReading(records, StrictCsvWrong.TooManyRows, begun) : new StrictCsvReading(records, StrictCsvWrong.None, 0);

        void Close()
        {
            var value = field.ToString();
            cells.Add(value.Length > 1 && value[0] == '\'' && FormulaSafety.IsDangerous(value.AsSpan(1)) ? value[1..] : value);
            field.Clear();
            wasQuoted = false;
        }

        // An empty line between or behind the others is none.
        bool End()
        {
            if (cells.Count == 0 && field.Length == 0 && !wasQuoted) return false;
            Close();
            if (records.Count >= rows) return true;
            records.Add(new CsvRecord(begun, [.. cells]));
            cells.Clear();
            return false;
        }
    }
}
