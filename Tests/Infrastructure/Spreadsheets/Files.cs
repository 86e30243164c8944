using System.IO.Compression;
using System.Text;
using Massar.Tests.Support;

namespace Massar.Tests.Infrastructure.Spreadsheets;

/// <summary>Workbooks assembled part by part, to look like any program's or nobody's.</summary>
internal static class Files
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageLinks = "http://schemas.openxmlformats.org/package/2006/relationships";

    public static Dictionary<string, string> Parts(string rows, string shared = "", string tail = "") => new()
    {
        ["[Content_Types].xml"] = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>""",
        ["_rels/.rels"] = $"""<Relationships xmlns="{PackageLinks}"><Relationship Id="rId1" Type="{Links}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
        ["xl/workbook.xml"] = $"""<workbook xmlns="{Main}" xmlns:r="{Links}"><sheets><sheet name="ورقة" sheetId="1" r:id="rId1"/></sheets></workbook>""",
        ["xl/_rels/workbook.xml.rels"] = $"""<Relationships xmlns="{PackageLinks}"><Relationship Id="rId1" Type="{Links}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Links}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="{Links}/styles" Target="styles.xml"/></Relationships>""",
        ["xl/sharedStrings.xml"] = $"""<sst xmlns="{Main}">{shared}</sst>""",
        ["xl/styles.xml"] = $"""<styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="170" formatCode="&quot;m&quot;dd\-yyyy"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>""",
        ["xl/worksheets/sheet1.xml"] = $"""<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData>{tail}</worksheet>""",
    };

    public static byte[] Xlsx(string rows, string shared = "", string tail = "") => Zip(Parts(rows, shared, tail));

    /// <summary>A valid workbook with one part changed or added.</summary>
    public static byte[] With(string part, string content)
    {
        var parts = Parts("""<row r="1"><c r="A1"><v>1</v></c></row>""");
        parts[part] = content;
        return Zip(parts);
    }

    public static byte[] Zip(IReadOnlyDictionary<string, string> parts) => Zips.OfTexts([.. parts.Select(p => (p.Key, p.Value))]);

    public static List<string> Names(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    /// <summary>Overwrites the declared unpacked size of one part, in the directory and before the data.</summary>
    public static byte[] Declaring(byte[] file, string part, uint size)
    {
        var lying = (byte[])file.Clone();
        var name = Encoding.UTF8.GetBytes(part);
        for (var at = 0; at + 46 < lying.Length; at++)
        {
            var directory = lying.AsSpan(at, 4).SequenceEqual("PK\u0001\u0002"u8);
            var local = lying.AsSpan(at, 4).SequenceEqual("PK\u0003\u0004"u8);
            if (!directory && !local) continue;
            var nameAt = at + (directory ? 46 : 30);
            if (nameAt + name.Length > lying.Length || !lying.AsSpan(nameAt, name.Length).SequenceEqual(name)) continue;
            BitConverter.TryWriteBytes(lying.AsSpan(at + (directory ? 24 : 22), 4), size);
        }

        return lying;
    }
}
