namespace Massar.Infrastructure.Spreadsheets;

/// <summary>
/// Why a file was not read. <see cref="Code"/> is one of <see cref="SpreadsheetRefusals"/> and never changes;
/// <see cref="Details"/> are values for a sentence (a limit, a cell, a part), never the content of the file.
/// </summary>
public sealed record SpreadsheetRefusal(string Code, params string[] Details);

/// <summary>The stable codes of <see cref="SpreadsheetRefusal"/>.</summary>
public static class SpreadsheetRefusals
{
    /// <summary>The file, its text or its number of cells passes a limit. Details: the limit.</summary>
    public const string TooLarge = "too-large";

    /// <summary>It unpacks to far more than it weighs, or its directory lies about it.</summary>
    public const string Bomb = "bomb";

    /// <summary>A filled cell lies beyond the last accepted row. Details: the number of rows accepted.</summary>
    public const string TooManyRows = "too-many-rows";

    /// <summary>A filled cell lies beyond the last accepted column. Details: the number of columns accepted.</summary>
    public const string TooManyColumns = "too-many-columns";

    /// <summary>The package has more parts than accepted.</summary>
    public const string TooManyEntries = "too-many-entries";

    /// <summary>A part's name tries to leave the package.</summary>
    public const string UnsafeName = "unsafe-name";

    /// <summary>The document holds a program.</summary>
    public const string Macros = "macros";

    /// <summary>An XML part declares a document type (entities, external files).</summary>
    public const string Dtd = "dtd";

    /// <summary>The document fetches data elsewhere.</summary>
    public const string ExternalLinks = "external-links";

    /// <summary>The document carries another document or object.</summary>
    public const string Embedded = "embedded";

    /// <summary>The document is protected by a password.</summary>
    public const string Encrypted = "encrypted";

    /// <summary>A binary document of Excel 97-2003 (.xls), where none is read.</summary>
    public const string OldFormat = "old-format";

    /// <summary>Not a workbook at all.</summary>
    public const string NotSpreadsheet = "not-xlsx";

    /// <summary>A workbook cut short or broken. Detail: the name that two parts share, where they do.</summary>
    public const string Damaged = "damaged";

    /// <summary>A cell holds a formula. Details: the sheet, the cell.</summary>
    public const string Formula = "formula";

    /// <summary>The file is empty.</summary>
    public const string Empty = "empty";
}

/// <summary>A workbook, or why there is none: exactly one of the two.</summary>
public sealed record SpreadsheetReading(Workbook? Workbook, SpreadsheetRefusal? Refusal);

/// <summary>Bounds of a file that is read (security guarantee G13).</summary>
public sealed record SpreadsheetLimits
{
    public static readonly SpreadsheetLimits Default = new();

    /// <summary>Bytes of the file as sent.</summary>
    public int FileBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Parts in the package.</summary>
    public int Entries { get; init; } = 1_000;

    /// <summary>Bytes of all parts unpacked, as declared and as counted.</summary>
    public long UnpackedBytes { get; init; } = 50L * 1024 * 1024;

    /// <summary>Unpacked bytes per packed byte of a part over 100 KB.</summary>
    public int Ratio { get; init; } = 100;

    public int Rows { get; init; } = 2_000;

    public int Columns { get; init; } = 64;

    public int Sheets { get; init; } = 64;

    /// <summary>Filled cells in all sheets together.</summary>
    public int Cells { get; init; } = 256_000;

    /// <summary>Characters of all texts together.</summary>
    public int Characters { get; init; } = 8_000_000;

    /// <summary>Refuse a workbook with a formula; otherwise keep the value last computed and flag the cell.</summary>
    public bool RefuseFormulas { get; init; } = true;

    /// <summary>
    /// Read .xls of Excel 97-2003 too. Its formulas come as the value last computed and cannot be told from values: for lists
    /// whose every row is looked at before anything is written.
    /// </summary>
    public bool ReadOldFormat { get; init; }
}

/// <summary>Carries a refusal out of the depths of a reader; never leaves this namespace.</summary>
internal sealed class SpreadsheetRefusedException(string code, params string[] details) : Exception(code)
{
    public SpreadsheetRefusal Refusal { get; } = new(code, details);
}
