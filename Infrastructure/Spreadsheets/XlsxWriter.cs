using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>How a cell looks and behaves. <see cref="Fill"/> is RRGGBB.</summary>
public readonly record struct CellStyle(
    bool Bold = false, string? Fill = null, bool Unlocked = false, bool Centered = false, bool Bordered = false, string? NumberFormat = null);

/// <summary>
/// Builds an .xlsx workbook in memory. Text is always written as text: what a program could take for a formula carries
/// <c>quotePrefix</c>, so that even editing the cell does not evaluate it. Reusable for nothing: one instance, one file.
/// </summary>
public sealed class XlsxWriter
{
    internal const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    internal const string Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageLinks = "http://schemas.openxmlformats.org/package/2006/relationships";
    internal static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(false),
        CloseOutput = true,
        // a carriage return in a text comes back as one
        NewLineHandling = NewLineHandling.Entitize,
    };

    private readonly List<XlsxSheet> sheets = [];
    private readonly StyleBook styles = new();

    /// <summary>Adds a sheet; characters no program accepts in a sheet's name are replaced, the name is cut at 31 and made unique.</summary>
    public XlsxSheet AddSheet(string name)
    {
        var clean = new string([.. name.Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' || char.IsControl(c) ? ' ' : c)]).Trim(' ', '\'');
        if (clean.Length == 0) clean = "1";
        var unique = clean.Length > 31 ? clean[..31] : clean;
        for (var n = 2; sheets.Exists(s => string.Equals(s.Name, unique, StringComparison.OrdinalIgnoreCase)); n++)
        {
            var tail = $" {n}";
            unique = clean[..Math.Min(clean.Length, 31 - tail.Length)] + tail;
        }

        var sheet = new XlsxSheet(unique, styles);
        sheets.Add(sheet);
        return sheet;
    }

    public byte[] ToBytes()
    {
        if (sheets.Count == 0) throw new InvalidOperationException("A workbook needs a sheet.");
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", ContentTypes);
            Part(zip, "_rels/.rels", xml =>
            {
                xml.WriteStartElement("Relationships", PackageLinks);
                Relation(xml, "rId1", "officeDocument", "xl/workbook.xml");
                xml.WriteEndElement();
            });
            Part(zip, "xl/workbook.xml", WorkbookPart);
            Part(zip, "xl/_rels/workbook.xml.rels", xml =>
            {
                xml.WriteStartElement("Relationships", PackageLinks);
                for (var n = 1; n <= sheets.Count; n++) Relation(xml, $"rId{n}", "worksheet", $"worksheets/sheet{n}.xml");
                Relation(xml, $"rId{sheets.Count + 1}", "styles", "styles.xml");
                xml.WriteEndElement();
            });
            for (var n = 0; n < sheets.Count; n++) Part(zip, $"xl/worksheets/sheet{n + 1}.xml", sheets[n].Write);
            // after the sheets, which register their styles as they are filled
            Part(zip, "xl/styles.xml", styles.Write);
        }

        return file.ToArray();
    }

    private static void Part(ZipArchive zip, string name, Action<XmlWriter> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        // equal content gives an equal file, whenever it is written
        entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var xml = XmlWriter.Create(entry.Open(), Settings);
        xml.WriteStartDocument(standalone: true);
        write(xml);
    }

    private static void Relation(XmlWriter xml, string id, string type, string target)
    {
        xml.WriteStartElement("Relationship", PackageLinks);
        xml.WriteAttributeString("Id", id);
        xml.WriteAttributeString("Type", $"{Links}/{type}");
        xml.WriteAttributeString("Target", target);
        xml.WriteEndElement();
    }

    private void ContentTypes(XmlWriter xml)
    {
        const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";
        const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        xml.WriteStartElement("Types", Types);
        Default("rels", "application/vnd.openxmlformats-package.relationships+xml");
        Default("xml", "application/xml");
        Override("/xl/workbook.xml", $"{Sheet}.sheet.main+xml");
        for (var n = 1; n <= sheets.Count; n++) Override($"/xl/worksheets/sheet{n}.xml", $"{Sheet}.worksheet+xml");
        Override("/xl/styles.xml", $"{Sheet}.styles+xml");
        xml.WriteEndElement();

        void Default(string extension, string type)
        {
            xml.WriteStartElement("Default", Types);
            xml.WriteAttributeString("Extension", extension);
            xml.WriteAttributeString("ContentType", type);
            xml.WriteEndElement();
        }

        void Override(string part, string type)
        {
            xml.WriteStartElement("Override", Types);
            xml.WriteAttributeString("PartName", part);
            xml.WriteAttributeString("ContentType", type);
            xml.WriteEndElement();
        }
    }

    private void WorkbookPart(XmlWriter xml)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteAttributeString("xmlns", "r", null, Links);
        xml.WriteStartElement("sheets", Main);
        for (var n = 0; n < sheets.Count; n++)
        {
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", sheets[n].Name);
            xml.WriteAttributeString("sheetId", $"{n + 1}");
            xml.WriteAttributeString("r", "id", Links, $"rId{n + 1}");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}

/// <summary>One sheet being built. Rows and columns count from 1; a cell written twice keeps the second value.</summary>
public sealed class XlsxSheet
{
    private readonly SortedDictionary<int, SortedDictionary<int, Content>> rows = [];
    private readonly SortedDictionary<int, double> widths = [];
    private readonly HashSet<int> hiddenColumns = [];
    private readonly HashSet<int> hiddenRows = [];
    private readonly List<string> merges = [];
    private readonly List<(string Area, decimal Least, decimal Most, string Title, string Message)> decimals = [];
    private readonly List<(string Area, string Source)> choices = [];
    private readonly StyleBook styles;
    private bool isProtected;
    private int frozenRows;

    internal XlsxSheet(string name, StyleBook styles) => (Name, this.styles) = (name, styles);

    public string Name { get; }

    /// <summary>Column A at the right, as Arabic reads.</summary>
    public bool RightToLeft { get; set; }

    public void Text(int row, int column, string? text, CellStyle style = default)
    {
        text = Legal(text ?? "");
        var quoted = FormulaSafety.IsDangerous(text);
        Put(row, column, new Content(text.Length == 0 ? CellKind.Empty : CellKind.Text, text, styles.Index(style, quoted)));
    }

    public void Number(int row, int column, decimal number, CellStyle style = default) =>
        Put(row, column, new Content(CellKind.Number, number.ToString(CultureInfo.InvariantCulture), styles.Index(style, false)));

    /// <summary>A date as programs store it, shown as day/month/year unless the style says otherwise.</summary>
    public void Date(int row, int column, DateOnly date, CellStyle style = default)
    {
        var serial = date.DayNumber - new DateOnly(1899, 12, 30).DayNumber;
        if (serial < 61)
        {
            // before March 1900 programs disagree about the day: text is the only safe form
            Text(row, column, date.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture), style);
            return;
        }

        var index = styles.Index(style.NumberFormat is null ? style with { NumberFormat = "dd/mm/yyyy" } : style, false);
        Put(row, column, new Content(CellKind.Number, serial.ToString(CultureInfo.InvariantCulture), index));
    }

    /// <summary>An empty cell that only has a style, for instance unlocked for typing.</summary>
    public void Blank(int row, int column, CellStyle style) => Put(row, column, new Content(CellKind.Empty, "", styles.Index(style, false)));

    public void HideRow(int row) => hiddenRows.Add(row);

    public void HideColumn(int column) => hiddenColumns.Add(column);

    /// <summary>Sets a column's width in characters.</summary>
    public void Width(int column, double characters) => widths[column] = characters;

    public void Merge(int fromRow, int fromColumn, int toRow, int toColumn) =>
        merges.Add($"{CellAddress.Of(fromRow, fromColumn)}:{CellAddress.Of(toRow, toColumn)}");

    /// <summary>Locks every cell whose style is not unlocked; against slips, not against people, hence no password.</summary>
    public void Protect() => isProtected = true;

    /// <summary>Keeps the first rows in view.</summary>
    public void FreezeRows(int count) => frozenRows = count;

    /// <summary>Lets only decimal numbers between two bounds be typed in the areas ("G18:G62 I18:I62").</summary>
    public void AllowDecimals(string areas, decimal least, decimal most, string title, string message) =>
        decimals.Add((areas, least, most, title, message));

    /// <summary>Offers the filled cells of a column of another sheet as choices; something else may still be typed.</summary>
    public void Offer(string area, XlsxSheet source, int column, int fromRow, int toRow) =>
        choices.Add((area, $"'{source.Name.Replace("'", "''", StringComparison.Ordinal)}'!${CellAddress.Column(column)}${fromRow}:${CellAddress.Column(column)}${toRow}"));

    internal void Write(XmlWriter xml)
    {
        const string Ns = XlsxWriter.Main;
        xml.WriteStartElement("worksheet", Ns);
        xml.WriteStartElement("sheetViews", Ns);
        xml.WriteStartElement("sheetView", Ns);
        if (RightToLeft) xml.WriteAttributeString("rightToLeft", "1");
        xml.WriteAttributeString("workbookViewId", "0");
        if (frozenRows > 0)
        {
            xml.WriteStartElement("pane", Ns);
            xml.WriteAttributeString("ySplit", $"{frozenRows}");
            xml.WriteAttributeString("topLeftCell", $"A{frozenRows + 1}");
            xml.WriteAttributeString("activePane", "bottomLeft");
            xml.WriteAttributeString("state", "frozen");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteColumns(xml);

        xml.WriteStartElement("sheetData", Ns);
        foreach (var row in hiddenRows.Where(r => !rows.ContainsKey(r)).ToArray()) rows[row] = [];
        foreach (var (row, cells) in rows)
        {
            xml.WriteStartElement("row", Ns);
            xml.WriteAttributeString("r", row.ToString(CultureInfo.InvariantCulture));
            if (hiddenRows.Contains(row)) xml.WriteAttributeString("hidden", "1");
            foreach (var (column, cell) in cells) WriteCell(xml, row, column, cell);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();

        if (isProtected)
        {
            xml.WriteStartElement("sheetProtection", Ns);
            xml.WriteAttributeString("sheet", "1");
            xml.WriteAttributeString("objects", "1");
            xml.WriteAttributeString("scenarios", "1");
            xml.WriteEndElement();
        }

        if (merges.Count > 0)
        {
            xml.WriteStartElement("mergeCells", Ns);
            xml.WriteAttributeString("count", $"{merges.Count}");
            foreach (var merge in merges)
            {
                xml.WriteStartElement("mergeCell", Ns);
                xml.WriteAttributeString("ref", merge);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        WriteValidations(xml);
        xml.WriteEndElement();
    }

    private static void WriteCell(XmlWriter xml, int row, int column, Content cell)
    {
        const string Ns = XlsxWriter.Main;
        xml.WriteStartElement("c", Ns);
        xml.WriteAttributeString("r", CellAddress.Of(row, column));
        if (cell.Style > 0) xml.WriteAttributeString("s", cell.Style.ToString(CultureInfo.InvariantCulture));
        if (cell.Kind == CellKind.Number)
        {
            xml.WriteElementString("v", Ns, cell.Value);
        }
        else if (cell.Kind == CellKind.Text)
        {
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", Ns);
            xml.WriteStartElement("t", Ns);
            if (char.IsWhiteSpace(cell.Value[0]) || char.IsWhiteSpace(cell.Value[^1]))
                xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(cell.Value);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteColumns(XmlWriter xml)
    {
        if (widths.Count == 0 && hiddenColumns.Count == 0) return;
        xml.WriteStartElement("cols", XlsxWriter.Main);
        foreach (var column in widths.Keys.Union(hiddenColumns).Order())
        {
            xml.WriteStartElement("col", XlsxWriter.Main);
            xml.WriteAttributeString("min", $"{column}");
            xml.WriteAttributeString("max", $"{column}");
            xml.WriteAttributeString("width", widths.GetValueOrDefault(column, 9).ToString(CultureInfo.InvariantCulture));
            if (hiddenColumns.Contains(column)) xml.WriteAttributeString("hidden", "1");
            xml.WriteAttributeString("customWidth", "1");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteValidations(XmlWriter xml)
    {
        if (decimals.Count + choices.Count == 0) return;
        xml.WriteStartElement("dataValidations", XlsxWriter.Main);
        xml.WriteAttributeString("count", $"{decimals.Count + choices.Count}");
        foreach (var (area, source) in choices)
        {
            xml.WriteStartElement("dataValidation", XlsxWriter.Main);
            xml.WriteAttributeString("type", "list");
            xml.WriteAttributeString("allowBlank", "1");
            xml.WriteAttributeString("sqref", area);
            xml.WriteElementString("formula1", XlsxWriter.Main, source);
            xml.WriteEndElement();
        }

        foreach (var (area, least, most, title, message) in decimals)
        {
            xml.WriteStartElement("dataValidation", XlsxWriter.Main);
            xml.WriteAttributeString("type", "decimal");
            xml.WriteAttributeString("operator", "between");
            xml.WriteAttributeString("allowBlank", "1");
            xml.WriteAttributeString("showErrorMessage", "1");
            xml.WriteAttributeString("errorTitle", title);
            xml.WriteAttributeString("error", message);
            xml.WriteAttributeString("sqref", area);
            xml.WriteElementString("formula1", XlsxWriter.Main, least.ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("formula2", XlsxWriter.Main, most.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void Put(int row, int column, Content content)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row is >= 1 and <= 1_048_576, true, nameof(row));
        ArgumentOutOfRangeException.ThrowIfNotEqual(column is >= 1 and <= 16_384, true, nameof(column));
        if (!rows.TryGetValue(row, out var cells)) rows[row] = cells = [];
        cells[column] = content;
    }

    /// <summary>Without the characters XML cannot carry, within the 32,767 a cell holds.</summary>
    internal static string Legal(string text)
    {
        if (text.Length > 32_767) text = text[..32_767];
        for (var at = 0; at < text.Length; at++)
        {
            if (XmlConvert.IsXmlChar(text[at])) continue;
            if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at])) at++;
            else return Cleaned(text);
        }

        return text;
    }

    private static string Cleaned(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value)) clean.Append(rune);
        }

        return clean.ToString();
    }

    private readonly record struct Content(CellKind Kind, string Value, int Style);
}

/// <summary>The distinct styles of a workbook, numbered in order of first use; number 0 is the plain cell.</summary>
internal sealed class StyleBook
{
    private readonly Dictionary<(CellStyle Style, bool Quoted), int> indexes = new() { [(default, false)] = 0 };

    public int Index(CellStyle style, bool quoted)
    {
        if (indexes.TryGetValue((style, quoted), out var index)) return index;
        return indexes[(style, quoted)] = indexes.Count;
    }

    public void Write(XmlWriter xml)
    {
        const string Ns = XlsxWriter.Main;
        var used = indexes.OrderBy(i => i.Value).Select(i => i.Key).ToList();
        var formats = used.Select(u => u.Style.NumberFormat).OfType<string>().Distinct().ToList();
        var fills = used.Select(u => u.Style.Fill).OfType<string>().Distinct().ToList();

        xml.WriteStartElement("styleSheet", Ns);
        if (formats.Count > 0)
        {
            xml.WriteStartElement("numFmts", Ns);
            xml.WriteAttributeString("count", $"{formats.Count}");
            for (var n = 0; n < formats.Count; n++)
            {
                xml.WriteStartElement("numFmt", Ns);
                xml.WriteAttributeString("numFmtId", $"{164 + n}");
                xml.WriteAttributeString("formatCode", formats[n]);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteRaw("""<fonts count="2"><font><sz val="11"/><name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts>""");
        xml.WriteStartElement("fills", Ns);
        xml.WriteAttributeString("count", $"{fills.Count + 2}");
        // the first two are reserved by the format
        xml.WriteRaw("""<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>""");
        foreach (var fill in fills)
        {
            xml.WriteStartElement("fill", Ns);
            xml.WriteStartElement("patternFill", Ns);
            xml.WriteAttributeString("patternType", "solid");
            xml.WriteStartElement("fgColor", Ns);
            xml.WriteAttributeString("rgb", "FF" + fill);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteRaw("""
            <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
            """);
        xml.WriteStartElement("cellXfs", Ns);
        xml.WriteAttributeString("count", $"{used.Count}");
        foreach (var (style, quoted) in used)
        {
            xml.WriteStartElement("xf", Ns);
            xml.WriteAttributeString("numFmtId", style.NumberFormat is { } format ? $"{164 + formats.IndexOf(format)}" : "0");
            xml.WriteAttributeString("fontId", style.Bold ? "1" : "0");
            xml.WriteAttributeString("fillId", style.Fill is { } color ? $"{2 + fills.IndexOf(color)}" : "0");
            xml.WriteAttributeString("borderId", style.Bordered ? "1" : "0");
            xml.WriteAttributeString("xfId", "0");
            if (quoted) xml.WriteAttributeString("quotePrefix", "1");
            if (style.NumberFormat is not null) xml.WriteAttributeString("applyNumberFormat", "1");
            if (style.Bold) xml.WriteAttributeString("applyFont", "1");
            if (style.Fill is not null) xml.WriteAttributeString("applyFill", "1");
            if (style.Bordered) xml.WriteAttributeString("applyBorder", "1");
            if (style.Centered) xml.WriteAttributeString("applyAlignment", "1");
            if (style.Unlocked) xml.WriteAttributeString("applyProtection", "1");
            if (style.Centered)
            {
                xml.WriteStartElement("alignment", Ns);
                xml.WriteAttributeString("horizontal", "center");
                xml.WriteEndElement();
            }

            if (style.Unlocked)
            {
                xml.WriteStartElement("protection", Ns);
                xml.WriteAttributeString("locked", "0");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
