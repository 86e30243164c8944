using System.Globalization;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>A value to put in a cell of an existing workbook: a number, a text, or nothing.</summary>
public readonly record struct CellPatch(int Row, int Column, decimal? Number, string? Text);

/// <summary>
/// Fills cells inside a workbook made elsewhere. One part of the package changes, the sheet's; every other part keeps its very
/// bytes, and in the sheet everything but the values of the named cells stays: styles, merges, protection, validations.
/// </summary>
public static class XlsxPatcher
{
    private static readonly XNamespace[] Namespaces =
        [XlsxWriter.Main, "http://purl.oclc.org/ooxml/spreadsheetml/main"];

    /// <summary>
    /// Returns the filled file, or why it cannot be. The file passes all checks of <see cref="XlsxReader"/> first. Text that a
    /// program could take for a formula gets an apostrophe in front, since the style (quotePrefix) is not ours to change.
    /// </summary>
    public static (byte[]? File, SpreadsheetRefusal? Refusal) Fill(
        byte[] original, string sheetName, IReadOnlyCollection<CellPatch> cells, SpreadsheetLimits? limits = null)
    {
        limits ??= SpreadsheetLimits.Default;
        var reading = XlsxReader.Read(original, limits);
        if (reading.Refusal is not null) return (null, reading.Refusal);

        byte[]? filled = null;
        var guarded = SpreadsheetFile.Guard(original, limits, () =>
        {
            filled = Replace(original, sheetName, cells, limits);
            return reading.Workbook!;
        });
        return guarded.Refusal is null ? (filled, null) : (null, guarded.Refusal);
    }

    private static byte[] Replace(byte[] original, string sheetName, IReadOnlyCollection<CellPatch> cells, SpreadsheetLimits limits)
    {
        string part;
        using (var package = new SafePackage(original, limits))
        {
            part = XlsxReader.PartOf(package, sheetName) ?? throw new SpreadsheetRefusedException(SpreadsheetRefusals.Damaged);
        }

        using var file = new MemoryStream();
        file.Write(original);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry(part)!;
            XDocument sheet;
            using (var bytes = entry.Open())
            using (var xml = XmlReader.Create(bytes, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }))
            {
                sheet = XDocument.Load(xml, LoadOptions.PreserveWhitespace);
            }

            Put(sheet.Root!, cells);
            using var output = entry.Open();
            output.SetLength(0);
            using var writer = XmlWriter.Create(output, XlsxWriter.Settings);
            sheet.Save(writer);
        }

        return file.ToArray();
    }

    private static void Put(XElement root, IReadOnlyCollection<CellPatch> patches)
    {
        var ns = Array.Find(Namespaces, n => n == root.Name.Namespace) ?? throw new XmlException("Not a sheet.");
        var data = root.Element(ns + "sheetData") ?? throw new XmlException("A sheet without data.");
        var rows = Rows(data, ns);
        foreach (var group in patches.GroupBy(p => p.Row))
        {
            if (!rows.TryGetValue(group.Key, out var row))
            {
                row = new XElement(ns + "row", new XAttribute("r", group.Key));
                var after = rows.Where(r => r.Key < group.Key).OrderBy(r => r.Key).Select(r => r.Value).LastOrDefault();
                if (after is null) data.AddFirst(row);
                else after.AddAfterSelf(row);
                rows[group.Key] = row;
            }

            var cells = Cells(row, ns, group.Key);
            foreach (var patch in group)
            {
                if (!cells.TryGetValue(patch.Column, out var cell))
                {
                    cell = new XElement(ns + "c", new XAttribute("r", CellAddress.Of(patch.Row, patch.Column)));
                    var after = cells.Where(c => c.Key < patch.Column).OrderBy(c => c.Key).Select(c => c.Value).LastOrDefault();
                    if (after is null) row.AddFirst(cell);
                    else after.AddAfterSelf(cell);
                    cells[patch.Column] = cell;
                }

                Set(cell, ns, patch);
            }
        }
    }

    private static void Set(XElement cell, XNamespace ns, CellPatch patch)
    {
        cell.Attribute("t")?.Remove();
        cell.RemoveNodes();
        if (patch.Number is { } number)
        {
            cell.Add(new XElement(ns + "v", number.ToString(CultureInfo.InvariantCulture)));
        }
        else if (!string.IsNullOrEmpty(patch.Text))
        {
            cell.SetAttributeValue("t", "inlineStr");
            var text = XlsxSheet.Legal(FormulaSafety.Neutralize(patch.Text));
            cell.Add(new XElement(ns + "is", new XElement(ns + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), text)));
        }
    }

    /// <summary>Rows by number, counted as the reader counts them when the number is not stated.</summary>
    private static Dictionary<int, XElement> Rows(XElement data, XNamespace ns)
    {
        var rows = new Dictionary<int, XElement>();
        var number = 0;
        foreach (var row in data.Elements(ns + "row"))
        {
            number = Stated((string?)row.Attribute("r")) ?? number + 1;
            // stated from now on: a row added in between must not shift the others
            row.SetAttributeValue("r", number);
            rows.TryAdd(number, row);
        }

        return rows;
    }

    private static Dictionary<int, XElement> Cells(XElement row, XNamespace ns, int number)
    {
        var cells = new Dictionary<int, XElement>();
        var column = 0;
        foreach (var cell in row.Elements(ns + "c"))
        {
            if ((string?)cell.Attribute("r") is { } address && CellAddress.TryRead(address, out var at, out var stated) && at == number) column = stated;
            else column++;
            cell.SetAttributeValue("r", CellAddress.Of(number, column));
            cells.TryAdd(column, cell);
        }

        return cells;
    }

    private static int? Stated(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;
}
