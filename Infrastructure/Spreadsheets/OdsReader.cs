using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>Reads LibreOffice's .ods (ISO/IEC 26300) into the same cells as <see cref="XlsxReader"/>, under the same bounds.</summary>
public static class OdsReader
{
    public static SpreadsheetReading Read(byte[] file, SpreadsheetLimits? limits = null)
    {
        limits ??= SpreadsheetLimits.Default;
        return SpreadsheetFile.Guard(file, limits, () =>
        {
            if (!SpreadsheetFile.IsZip(file)) throw new SpreadsheetRefusedException(SpreadsheetRefusals.NotSpreadsheet);
            using var package = new SafePackage(file, limits);
            return ReadUnguarded(package);
        });
    }

    internal static Workbook ReadUnguarded(SafePackage package)
    {
        RefuseActiveContent(package);
        var bounds = new BoundedSheets(package.Limits);
        using var xml = package.Open("content.xml") ?? throw new SpreadsheetRefusedException(SpreadsheetRefusals.NotSpreadsheet);
        var hiddenStyles = new HashSet<string>(StringComparer.Ordinal);
        string? style = null;
        while (xml.Next())
        {
            if (!xml.IsStart) continue;
            switch (xml.Name)
            {
                case "style":
                    style = xml.Attribute("family") == "table" ? xml.Attribute("name") : null;
                    break;
                case "table-properties" when style is not null && xml.Attribute("display") == "false":
                    hiddenStyles.Add(style);
                    break;
                case "script" or "event-listener":
                    throw new SpreadsheetRefusedException(SpreadsheetRefusals.Macros);
                case "table":
                    ReadTable(xml, bounds, hiddenStyles);
                    break;
            }
        }

        if (bounds.Sheets.Count == 0) throw new SpreadsheetRefusedException(SpreadsheetRefusals.NotSpreadsheet);
        return new Workbook(SpreadsheetFormat.Ods, bounds.Sheets);
    }

    private static void RefuseActiveContent(SafePackage package)
    {
        foreach (var name in package.Names)
        {
            if (name.StartsWith("Scripts/", StringComparison.OrdinalIgnoreCase)
                || (name.StartsWith("Basic/", StringComparison.OrdinalIgnoreCase) && name.Count(c => c == '/') > 1))
                throw new SpreadsheetRefusedException(SpreadsheetRefusals.Macros);
            if (name.StartsWith("Object ", StringComparison.OrdinalIgnoreCase))
                throw new SpreadsheetRefusedException(SpreadsheetRefusals.Embedded);
        }

        using var manifest = package.Open("META-INF/manifest.xml");
        while (manifest is not null && manifest.Next())
        {
            if (manifest.IsStart && manifest.Name == "encryption-data")
                throw new SpreadsheetRefusedException(SpreadsheetRefusals.Encrypted);
        }
    }

    private static void ReadTable(PartReader xml, BoundedSheets bounds, HashSet<string> hiddenStyles)
    {
        var sheet = bounds.Add(xml.Attribute("name") ?? "", hiddenStyles.Contains(xml.Attribute("style-name") ?? ""));
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        var row = 0;
        while (xml.Next() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (!xml.IsStart) continue;
            switch (xml.Name)
            {
                case "table-row":
                    row = ReadRow(xml, bounds, sheet, row);
                    break;
                case "table-source" or "cell-range-source" or "dde-source":
                    throw new SpreadsheetRefusedException(SpreadsheetRefusals.ExternalLinks);
                case "object" or "object-ole" or "plugin" or "applet":
                    throw new SpreadsheetRefusedException(SpreadsheetRefusals.Embedded);
                case "table":
                    xml.Skip();
                    break;
            }
        }
    }

    /// <summary>Reads one row element, which may stand for many equal rows; returns the number of its last row.</summary>
    private static int ReadRow(PartReader xml, BoundedSheets bounds, SheetTable sheet, int above)
    {
        var times = Repeats(xml, "number-rows-repeated");
        if (xml.IsEmptyElement) return Math.Min(above + times, 2_000_000);

        var filled = new List<(int Column, int Times, Cell Cell)>();
        var column = 0;
        var depth = xml.Depth;
        while (xml.Next() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (!xml.IsStart || xml.Name is not ("table-cell" or "covered-table-cell")) continue;
            var wide = Repeats(xml, "number-columns-repeated");
            var cell = ReadCell(xml);
            if (cell.Kind != CellKind.Empty || cell.IsFormula) filled.Add((column + 1, wide, cell));
            column = Math.Min(column + wide, 2_000_000);
        }

        if (filled.Count > 0)
        {
            // Put refuses beyond the bounds, so a cell repeated a million times ends early
            for (var row = above + 1; row <= above + times; row++)
            {
                foreach (var (first, wide, cell) in filled)
                {
                    for (var at = first; at < first + wide; at++) bounds.Put(sheet, row, at, cell);
                }
            }
        }

        return Math.Min(above + times, 2_000_000);
    }

    private static Cell ReadCell(PartReader xml)
    {
        var type = xml.Attribute("value-type");
        var formula = xml.Attribute("formula") is not null;
        var value = xml.Attribute("value");
        var date = xml.Attribute("date-value");
        var truth = xml.Attribute("boolean-value");
        var stated = xml.Attribute("string-value");
        var text = xml.IsEmptyElement ? "" : Paragraphs(xml);
        var empty = formula ? new Cell(CellKind.Empty, "", true) : Cell.Empty;
        switch (type)
        {
            case "float" or "percentage" or "currency":
                return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? new Cell(CellKind.Number, value!, formula)
                    : new Cell(CellKind.Error, value ?? text, formula);
            case "date" when date is not null:
                return new Cell(CellKind.Date, date, formula);
            case "boolean":
                return new Cell(CellKind.Boolean, truth == "true" ? "1" : "0", formula);
            default:
                text = stated ?? text;
                if (text.Length == 0) return empty;
                return formula && text.StartsWith('#') ? new Cell(CellKind.Error, text, true) : new Cell(CellKind.Text, text, formula);
        }
    }

    private static string Paragraphs(PartReader xml)
    {
        var depth = xml.Depth;
        string? only = null;
        StringBuilder? text = null;
        var paragraphs = 0;
        while (xml.Next() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (xml.IsText)
            {
                if (xml.Depth <= depth + 1) continue;
                if (only is null && text is null) only = xml.Value;
                else (text ??= new StringBuilder(only)).Append(xml.Value);
            }
            else if (xml.IsStart)
            {
                switch (xml.Name)
                {
                    case "annotation":
                        xml.Skip();
                        break;
                    case "object" or "object-ole" or "plugin" or "applet":
                        throw new SpreadsheetRefusedException(SpreadsheetRefusals.Embedded);
                    case "p":
                        if (++paragraphs > 1) (text ??= new StringBuilder(only)).Append('\n');
                        break;
                    case "s":
                        (text ??= new StringBuilder(only)).Append(' ', Math.Min(Repeats(xml, "c"), 1_024));
                        break;
                    case "tab":
                        (text ??= new StringBuilder(only)).Append('\t');
                        break;
                    case "line-break":
                        (text ??= new StringBuilder(only)).Append('\n');
                        break;
                }
            }
        }

        return text?.ToString() ?? only ?? "";
    }

    private static int Repeats(PartReader xml, string attribute) =>
        int.TryParse(xml.Attribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var times)
            ? Math.Clamp(times, 1, 1_100_000)
            : 1;
}
