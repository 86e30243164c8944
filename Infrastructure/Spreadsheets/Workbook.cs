using System.Globalization;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>What a cell holds, as the program that saved it declared.</summary>
public enum CellKind : byte
{
    Empty,
    Text,
    Number,
    Boolean,
    Date,
    Error,
}

/// <summary>
/// One cell. <see cref="Raw"/> is the value as stored: the text, the number in invariant notation, "1"/"0", the error code;
/// a date is ISO 8601 whatever the file stored. A formula keeps only the value its program computed last.
/// </summary>
public readonly record struct Cell(CellKind Kind, string Raw, bool IsFormula = false)
{
    public static readonly Cell Empty = new(CellKind.Empty, "");

    public bool IsEmpty => Kind == CellKind.Empty || (Kind == CellKind.Text && string.IsNullOrWhiteSpace(Raw));

    /// <summary>The value as text, without outer blanks; empty for an empty cell.</summary>
    public string Text => Raw is null ? "" : Raw.Trim();

    /// <summary>The number of a number cell, to the 15 significant digits spreadsheets keep (12.299999999999999 is 12.3).</summary>
    public decimal? Number =>
        Kind == CellKind.Number
        && double.TryParse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && Math.Abs(value) < 1e27
            ? (decimal)value
            : null;

    /// <summary>The day of a date cell.</summary>
    public DateOnly? Date =>
        Kind == CellKind.Date
        && DateTime.TryParse(Raw, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var value)
            ? DateOnly.FromDateTime(value)
            : null;

    public static Cell Of(string text) => text.Length == 0 ? Empty : new Cell(CellKind.Text, text);
}

/// <summary>The cells of one sheet. Rows and columns count from 1, as on the screen; outside the used area every cell is empty.</summary>
public sealed class SheetTable(string name)
{
    private readonly List<Cell[]> rows = [];

    public string Name { get; } = name;

    /// <summary>The sheet is hidden from people; readers may want to skip it.</summary>
    public bool IsHidden { get; init; }

    public int RowCount => rows.Count;

    public int ColumnCount { get; private set; }

    public Cell this[int row, int column]
    {
        get
        {
            if (row < 1 || row > rows.Count) return Cell.Empty;
            var cells = rows[row - 1];
            return column < 1 || column > cells.Length ? Cell.Empty : cells[column - 1];
        }
    }

    internal void Put(int row, int column, Cell cell)
    {
        while (rows.Count < row) rows.Add([]);
        var cells = rows[row - 1];
        if (cells.Length < column)
        {
            // 8 keeps a row growing in few steps; default(Cell) reads as empty
            Array.Resize(ref cells, Math.Max(column, Math.Min(cells.Length + 8, 64)));
            rows[row - 1] = cells;
        }

        cells[column - 1] = cell;
        if (column > ColumnCount) ColumnCount = column;
    }
}

/// <summary>What was read from a file: its sheets in their order. A CSV file is one sheet without a name.</summary>
public sealed record Workbook(SpreadsheetFormat Format, IReadOnlyList<SheetTable> Sheets)
{
    /// <summary>How the text of a CSV file was read: "UTF-8", "Windows-1256"; null for the other kinds.</summary>
    public string? Encoding { get; init; }

    /// <summary>What separates the cells of a CSV file.</summary>
    public char? Separator { get; init; }

    public SheetTable? Find(string name) =>
        Sheets.FirstOrDefault(s => string.Equals(s.Name.Trim(), name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The kinds of file that are read.</summary>
public enum SpreadsheetFormat
{
    Xlsx,
    Ods,
    Csv,
    Xls,
}

/// <summary>Cell addresses: (18, 7) is "G18".</summary>
public static class CellAddress
{
    public static string Of(int row, int column) => Column(column) + row.ToString(CultureInfo.InvariantCulture);

    /// <summary>The letters of a column: 1 is A, 27 is AA.</summary>
    public static string Column(int column)
    {
        Span<char> letters = stackalloc char[7];
        var at = letters.Length;
        for (; column > 0; column = (column - 1) / 26) letters[--at] = (char)('A' + ((column - 1) % 26));
        return new string(letters[at..]);
    }

    /// <summary>Reads "G18"; false for anything else, including numbers no spreadsheet has.</summary>
    public static bool TryRead(ReadOnlySpan<char> address, out int row, out int column)
    {
        row = column = 0;
        var at = 0;
        for (; at < address.Length && char.IsAsciiLetter(address[at]); at++)
        {
            column = (column * 26) + (address[at] & 0x1f);
            if (column > 16_384) return false;
        }

        return at > 0
            && int.TryParse(address[at..], NumberStyles.None, CultureInfo.InvariantCulture, out row)
            && row is >= 1 and <= 1_048_576;
    }
}
