using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>
/// Reads .xlsx (ISO/IEC 29500, transitional or strict) cell by cell, without a package. Macros, links to elsewhere, embedded
/// objects, passwords and document types are refused before any cell is looked at.
/// </summary>
public static class XlsxReader
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
        var parts = SheetParts(package);
        var sheets = new BoundedSheets(package.Limits);
        var texts = SharedTexts(package, parts.SharedStrings, sheets);
        var dateStyles = DateStyles(package, parts.Styles);
        foreach (var part in parts.Sheets)
            ReadSheet(package, part, sheets, texts, dateStyles, parts.From1904);
        return new Workbook(SpreadsheetFormat.Xlsx, sheets.Sheets);
    }

    /// <summary>The name of the part that holds a sheet (or the first sheet), as the package spells it.</summary>
    internal static string? PartOf(SafePackage package, string sheetName)
    {
        var found = SheetParts(package).Sheets.FirstOrDefault(s => s.Name == sheetName);
        return found is null ? null : package.Spelling(found.Part);
    }

    private static void RefuseActiveContent(SafePackage package)
    {
        if (!package.Has("[Content_Types].xml")) throw new SpreadsheetRefusedException(SpreadsheetRefusals.NotSpreadsheet);

        foreach (var name in package.Names)
        {
            if (name.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
                || name.Contains("macrosheets/", StringComparison.OrdinalIgnoreCase)
                || name.Contains("dialogsheets/", StringComparison.OrdinalIgnoreCase))
                throw new SpreadsheetRefusedException(SpreadsheetRefusals.Macros);
            if (name.Contains("externalLinks/", StringComparison.OrdinalIgnoreCase)
                || name.Contains("queryTables/", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith("/connections.xml", StringComparison.OrdinalIgnoreCase))
                throw new SpreadsheetRefusedException(SpreadsheetRefusals.ExternalLinks);
            if (name.Contains("embeddings/", StringComparison.OrdinalIgnoreCase)
                || name.Contains("activeX/", StringComparison.OrdinalIgnoreCase))
                throw new SpreadsheetRefusedException(SpreadsheetRefusals.Embedded);
        }

        using (var types = package.Open("[Content_Types].xml")!)
        {
            while (types.Next())
            {
                if (!types.IsStart || types.Attribute("ContentType") is not { } type) continue;
                if (type.Contains("macro", StringComparison.OrdinalIgnoreCase) || type.Contains("vba", StringComparison.OrdinalIgnoreCase))
                    throw new SpreadsheetRefusedException(SpreadsheetRefusals.Macros);
            }
        }

        foreach (var name in package.Names.Where(n => n.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
        {
            using var relations = package.Open(name)!;
            while (relations.Next())
            {
                if (!relations.IsStart || relations.Name != "Relationship") continue;
                var type = relations.Attribute("Type") ?? "";
                if (type.EndsWith("/oleObject", StringComparison.Ordinal) || type.EndsWith("/package", StringComparison.Ordinal))
                    throw new SpreadsheetRefusedException(SpreadsheetRefusals.Embedded);
                if (string.Equals(relations.Attribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase)
                    && !type.EndsWith("/hyperlink", StringComparison.Ordinal))
                    throw new SpreadsheetRefusedException(SpreadsheetRefusals.ExternalLinks);
            }
        }
    }

    private static Parts SheetParts(SafePackage package)
    {
        var main = Relations(package, "_rels/.rels", "").FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal))?.Target
            ?? "xl/workbook.xml";
        var slash = main.LastIndexOf('/');
        var (folder, file) = slash < 0 ? ("", main) : (main[..(slash + 1)], main[(slash + 1)..]);
        var relations = Relations(package, $"{folder}_rels/{file}.rels", folder);

        var sheets = new List<SheetPart>();
        var from1904 = false;
        using var workbook = package.Open(main) ?? throw new SpreadsheetRefusedException(SpreadsheetRefusals.NotSpreadsheet);
        while (workbook.Next())
        {
            if (!workbook.IsStart) continue;
            if (workbook.Name == "workbookPr") from1904 = workbook.Attribute("date1904") is "1" or "true";
            if (workbook.Name != "sheet") continue;
            var id = workbook.Attribute("id");
            var relation = relations.Find(r => r.Id == id);
            if (relation is null || !package.Has(relation.Target)) continue;
            if (!relation.Type.EndsWith("/worksheet", StringComparison.Ordinal)) continue;
            sheets.Add(new SheetPart(workbook.Attribute("name") ?? "", relation.Target, workbook.Attribute("state") is "hidden" or "veryHidden"));
        }

        if (sheets.Count == 0) throw new SpreadsheetRefusedException(SpreadsheetRefusals.NotSpreadsheet);
        return new Parts(
            sheets,
            relations.Find(r => r.Type.EndsWith("/sharedStrings", StringComparison.Ordinal))?.Target ?? folder + "sharedStrings.xml",
            relations.Find(r => r.Type.EndsWith("/styles", StringComparison.Ordinal))?.Target ?? folder + "styles.xml",
            from1904);
    }

    private static List<Relation> Relations(SafePackage package, string part, string folder)
    {
        var found = new List<Relation>();
        using var relations = package.Open(part);
        while (relations is not null && relations.Next())
        {
            if (!relations.IsStart || relations.Name != "Relationship") continue;
            var target = (relations.Attribute("Target") ?? "").Replace('\\', '/');
            target = target.StartsWith('/') ? target[1..] : folder + target;
            found.Add(new Relation(relations.Attribute("Id") ?? "", relations.Attribute("Type") ?? "", target));
        }

        return found;
    }

    private static List<string> SharedTexts(SafePackage package, string part, BoundedSheets bounds)
    {
        var texts = new List<string>();
        using var xml = package.Open(part);
        while (xml is not null && xml.Next())
        {
            if (!xml.IsStart || xml.Name != "si") continue;
            var text = RichText(xml);
            // an entry weighs some 40 bytes beside its characters
            bounds.CountText(text.Length + 20);
            texts.Add(text);
        }

        return texts;
    }

    /// <summary>All runs of a shared or inline string; readings for pronunciation (rPh) are not part of the text.</summary>
    private static string RichText(PartReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var depth = xml.Depth;
        string? first = null;
        StringBuilder? more = null;
        while (xml.Next() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (!xml.IsStart) continue;
            if (xml.Name == "rPh") xml.Skip();
            else if (xml.Name == "t")
            {
                var run = Content(xml);
                if (first is null) first = run;
                else (more ??= new StringBuilder(first)).Append(run);
            }
        }

        return Unescape(more?.ToString() ?? first ?? "");
    }

    private static string Content(PartReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var depth = xml.Depth;
        string? text = null;
        while (xml.Next() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (xml.IsText) text = text is null ? xml.Value : text + xml.Value;
        }

        return text ?? "";
    }

    /// <summary>Excel writes characters XML cannot carry as _x000D_.</summary>
    private static string Unescape(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '_' && at + 6 < text.Length && text[at + 1] == 'x' && text[at + 6] == '_'
                && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                at += 6;
            }
            else plain.Append(text[at]);
        }

        return plain.ToString();
    }

    private static List<bool> DateStyles(SafePackage package, string part)
    {
        var formats = new Dictionary<int, bool>();
        var styles = new List<bool>();
        using var xml = package.Open(part);
        var inCellFormats = false;
        while (xml is not null && xml.Next())
        {
            if (xml.Name == "cellXfs" && (xml.IsStart || xml.IsEnd)) inCellFormats = xml.IsStart && !xml.IsEmptyElement;
            if (!xml.IsStart) continue;
            if (xml.Name == "numFmt" && Whole(xml.Attribute("numFmtId")) is { } id && formats.Count < 10_000)
                formats[id] = IsDateFormat(xml.Attribute("formatCode") ?? "");
            if (xml.Name != "xf" || !inCellFormats || styles.Count >= 70_000) continue;
            var format = Whole(xml.Attribute("numFmtId")) ?? 0;
            styles.Add(formats.TryGetValue(format, out var isDate) ? isDate : format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58));
        }

        return styles;
    }

    private static bool IsDateFormat(string code)
    {
        for (var at = 0; at < code.Length; at++)
        {
            switch (code[at])
            {
                case '"':
                case '[':
                    var close = code.IndexOf(code[at] == '"' ? '"' : ']', at + 1);
                    if (close < 0) return false;
                    at = close;
                    break;
                case '\\':
                case '_':
                case '*':
                    at++;
                    break;
                case 'd' or 'D' or 'y' or 'Y' or 'm' or 'M' or 'h' or 'H':
                    return true;
            }
        }

        return false;
    }

    private static void ReadSheet(
        SafePackage package, SheetPart part, BoundedSheets bounds, List<string> texts, List<bool> dateStyles, bool from1904)
    {
        var sheet = bounds.Add(part.Name, part.IsHidden);
        using var xml = package.Open(part.Part)!;
        int row = 0, column = 0;
        while (xml.Next())
        {
            if (!xml.IsStart) continue;
            if (xml.Name == "row")
            {
                row = Whole(xml.Plain("r")) is { } stated and >= 1 and <= 1_048_576 ? stated : row + 1;
                column = 0;
            }
            else if (xml.Name == "c")
            {
                if (row == 0) row = 1;
                if (xml.Plain("r") is { } address && CellAddress.TryRead(address, out var statedRow, out var statedColumn))
                    (row, column) = (statedRow, statedColumn);
                else column++;
                bounds.Put(sheet, row, column, ReadCell(xml, texts, dateStyles, from1904));
            }
            else if (xml.Name is "oleObjects" or "controls")
            {
                throw new SpreadsheetRefusedException(SpreadsheetRefusals.Embedded);
            }
        }
    }

    private static Cell ReadCell(PartReader xml, List<string> texts, List<bool> dateStyles, bool from1904)
    {
        var type = xml.Plain("t") ?? "n";
        var isDate = Whole(xml.Plain("s")) is { } style && style >= 0 && style < dateStyles.Count && dateStyles[style];
        if (xml.IsEmptyElement) return Cell.Empty;

        var formula = false;
        string? value = null;
        var depth = xml.Depth;
        while (xml.Next() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (!xml.IsStart) continue;
            if (xml.Name == "v") value = Content(xml);
            else if (xml.Name == "is") (value, type) = (RichText(xml), "inlineStr");
            else if (xml.Name == "f")
            {
                formula = true;
                xml.Skip();
            }
        }

        if (string.IsNullOrEmpty(value)) return formula ? new Cell(CellKind.Empty, "", true) : Cell.Empty;
        switch (type)
        {
            case "s":
                return Whole(value) is { } index && index >= 0 && index < texts.Count
                    ? texts[index].Length == 0 ? Cell.Empty : new Cell(CellKind.Text, texts[index], formula)
                    : throw new SpreadsheetRefusedException(SpreadsheetRefusals.Damaged);
            case "inlineStr":
                return new Cell(CellKind.Text, value, formula);
            case "str":
                return new Cell(CellKind.Text, Unescape(value), formula);
            case "b":
                return new Cell(CellKind.Boolean, value is "1" or "true" ? "1" : "0", formula);
            case "e":
                return new Cell(CellKind.Error, value, formula);
            case "d":
                return new Cell(CellKind.Date, value, formula);
            default:
                if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                    return new Cell(CellKind.Error, value, formula);
                return isDate && DateOf(number, from1904) is { } date
                    ? new Cell(CellKind.Date, date, formula)
                    : new Cell(CellKind.Number, value, formula);
        }
    }

    /// <summary>Days since 30 December 1899 (or 1 January 1904); Excel believes 29 February 1900 existed, hence the first 60.</summary>
    private static string? DateOf(double serial, bool from1904)
    {
        if (from1904) serial += 1_462;
        if (serial is < 1 or >= 2_958_466) return null;
        if (serial < 60) serial++;
        return new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified)
            .AddSeconds(Math.Round(serial * 86_400)).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private sealed record Relation(string Id, string Type, string Target);

    private sealed record SheetPart(string Name, string Part, bool IsHidden);

    private sealed record Parts(List<SheetPart> Sheets, string SharedStrings, string Styles, bool From1904);
}
