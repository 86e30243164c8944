using System.Diagnostics;
using System.Text;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Tests.Infrastructure.Spreadsheets;

/// <summary>Guarantee G13: each file here is refused by name, in at most five seconds and 150 MB.</summary>
public sealed class HostileFileTests
{
    private const string Sheet = "xl/worksheets/sheet1.xml";
    private const string Ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static TheoryData<string> Names => [.. Corpus.Keys];

    private static Dictionary<string, (string[] Codes, Func<byte[]> File)> Corpus { get; } = new()
    {
        ["empty file"] = (["empty"], () => []),
        ["larger than accepted"] = (["too-large"], () => new byte[6 * 1024 * 1024]),
        ["a picture"] = (["not-xlsx"], () => [0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]),
        ["a page"] = (["not-xlsx"], () => "<html><table><tr><td>12</td></tr></table></html>"u8.ToArray()),
        ["an old workbook"] = (["old-format"], () => Ole("Workbook")),
        ["a workbook with a password"] = (["encrypted"], () => Ole("EncryptedPackage")),
        ["a zip of something else"] = (["not-xlsx"], () => Files.Zip(new Dictionary<string, string> { ["word/document.xml"] = "<a/>" })),
        ["a cut zip"] = (["damaged"], () => Files.Xlsx("<row/>")[..400]),
        ["a zip without its end"] = (["damaged"], () => Files.Xlsx("<row/>")[..^30]),
        ["a bomb of one ratio"] = (["bomb"], () => Files.With(Sheet, Padded(' ', 20_000_000))),
        ["a bomb beside the sheets"] = (["bomb"], () => Files.With("docProps/app.xml", new string('a', 30_000_000))),
        ["one gibibyte declared"] = (["bomb"], () => Files.Declaring(Files.Xlsx("<row/>"), Sheet, 1u << 30)),
        ["almost four gibibytes declared"] = (["bomb"], () => Files.Declaring(Files.Xlsx("<row/>"), Sheet, uint.MaxValue - 1)),
        ["a directory that says less"] = (["bomb", "damaged"], () => Files.Declaring(Files.With(Sheet, Padded(' ', 20_000_000)), Sheet, 1_000)),
        ["parts without number"] = (["too-many-entries"], () => Files.Zip(Enumerable.Range(0, 1_200).ToDictionary(n => $"xl/{n}.xml", _ => "<a/>"))),
        ["parts that climb"] = (["unsafe-name"], () => Files.With("../../etc/cron.d/x", "x")),
        ["parts that climb with backslashes"] = (["unsafe-name"], () => Files.With("xl\\..\\..\\x.dll", "x")),
        ["an absolute part"] = (["unsafe-name"], () => Files.With("/tmp/x", "x")),
        ["a part on a drive"] = (["unsafe-name"], () => Files.With("C:/x", "x")),
        ["an external entity"] = (["dtd"], () => Files.With(Sheet, $"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet xmlns="{Ns}"><sheetData><row><c t="str"><v>&e;</v></c></row></sheetData></worksheet>""")),
        ["an external document type"] = (["dtd"], () => Files.With("xl/workbook.xml", """<?xml version="1.0"?><!-- first a word --><!DOCTYPE w SYSTEM "http://127.0.0.1:1/x.dtd"><workbook/>""")),
        ["a billion laughs"] = (["dtd"], () => Files.With("xl/sharedStrings.xml", Laughs())),
        ["laughs in the content types"] = (["dtd"], () => Files.With("[Content_Types].xml", Laughs())),
        ["a program"] = (["macros"], () => Files.With("xl/vbaProject.bin", "x")),
        ["a program under another name"] = (["macros"], () => Files.With("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>""")),
        ["an old macro sheet"] = (["macros"], () => Files.With("xl/macrosheets/sheet1.xml", "<a/>")),
        ["a link to elsewhere"] = (["external-links"], () => Files.With("xl/externalLinks/externalLink1.xml", "<a/>")),
        ["a relation to elsewhere"] = (["external-links"], () => Files.With("xl/worksheets/_rels/sheet1.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/attachedTemplate" Target="http://127.0.0.1:1/" TargetMode="External"/></Relationships>""")),
        ["a document inside"] = (["embedded"], () => Files.With("xl/embeddings/oleObject1.bin", "x")),
        ["a formula"] = (["formula"], () => Files.Xlsx("""<row><c><f>WEBSERVICE("http://127.0.0.1:1/")</f><v>1</v></c></row>""")),
        ["a formula without value"] = (["formula"], () => Files.Xlsx("""<row><c><f>1+1</f></c></row>""")),
        ["a cell at the end of the world"] = (["too-many-rows"], () => Files.Xlsx("""<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>""")),
        ["a cell far to the side"] = (["too-many-columns"], () => Files.Xlsx("""<row r="1"><c r="XFD1"><v>1</v></c></row>""")),
        ["rows without number"] = (["too-many-rows", "bomb"], () => Files.Xlsx(Repeat("<row><c><v>{0}</v></c></row>", 300_000))),
        ["texts without number"] = (["too-large", "bomb"], () => Files.Xlsx("<row/>", Repeat("<si><t>{0}</t></si>", 1_200_000))),
        ["elements without bottom"] = (["damaged", "bomb"], () => Files.With(Sheet, Repeat("<a{0}>", 300_000))),
        ["elements of every name"] = (["too-large", "bomb"], () => Files.With(Sheet, $"<worksheet xmlns=\"{Ns}\">{Repeat("<a{0}/>", 500_000)}</worksheet>")),
        ["a tag with attributes without number"] = (["too-large", "bomb"], () => Files.With(Sheet, $"<worksheet {Repeat("a{0}=\">\" ", 500_000)}/>")),
        ["a shared text that is not there"] = (["damaged"], () => Files.Xlsx("""<row><c t="s"><v>7</v></c></row>""")),
        ["a sheet that is not XML"] = (["damaged"], () => Files.With(Sheet, "\u0000\u0001 no")),
        ["an .ods with a program"] = (["macros"], () => Files.Zip(new Dictionary<string, string> { ["content.xml"] = "<a/>", ["Basic/Standard/Module1.xml"] = "<a/>" })),
        ["an .ods with a password"] = (["encrypted"], () => Files.Zip(new Dictionary<string, string> { ["content.xml"] = "x", ["META-INF/manifest.xml"] = "<m><encryption-data/></m>" })),
        ["an .ods with a document type"] = (["dtd"], () => Files.Zip(new Dictionary<string, string> { ["content.xml"] = Laughs() })),
        ["an .ods of a trillion equal cells"] = (["too-many-columns", "too-many-rows"], () => Ods("""<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>""")),
        ["an .ods with a formula"] = (["formula"], () => Ods("""<table:table-row><table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/></table:table-row>""")),
        ["an .ods fed from elsewhere"] = (["external-links"], () => Ods("""<table:table-source xlink:href="http://127.0.0.1:1/" xmlns:xlink="http://www.w3.org/1999/xlink"/>""")),
        ["a list of 200,000 lines"] = (["too-many-rows"], () => Encoding.UTF8.GetBytes(Repeat("{0}\n", 200_000))),
        ["a list of 200,000 columns"] = (["too-many-columns"], () => Encoding.UTF8.GetBytes(Repeat("{0};", 200_000))),
    };

    [Theory, MemberData(nameof(Names))]
    public void Is_refused_by_name_quickly_and_lightly(string name)
    {
        var (codes, make) = Corpus[name];
        var file = make();
        var memory = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        var reading = SpreadsheetFile.Read(file);

        clock.Stop();
        memory = GC.GetAllocatedBytesForCurrentThread() - memory;
        Assert.Null(reading.Workbook);
        Assert.Contains(reading.Refusal!.Code, codes);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{name}: {clock.Elapsed}");
        Assert.True(memory < 150_000_000, $"{name}: {memory / 1_000_000} MB");
    }

    [Fact]
    public async Task An_upload_without_end_is_left_at_the_limit()
    {
        using var upload = new Endless();

        var reading = await SpreadsheetFile.ReadAsync(upload);

        Assert.Equal(SpreadsheetRefusals.TooLarge, reading.Refusal?.Code);
        Assert.InRange(upload.Taken, 1, SpreadsheetLimits.Default.FileBytes + 64 * 1024);
    }

    private static string Repeat(string format, int times)
    {
        var text = new StringBuilder();
        // numbers that do not repeat, so that the ratio alone does not save us
        var random = new Random(7);
        for (var n = 0; n < times; n++) text.AppendFormat(null, format, random.Next() ^ n);
        return text.ToString();
    }

    private static string Padded(char padding, int length) =>
        $"<worksheet xmlns=\"{Ns}\">{new string(padding, length)}<sheetData/></worksheet>";

    private static string Laughs()
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY l0 \"lol\">");
        for (var n = 1; n < 10; n++) text.Append($"<!ENTITY l{n} \"{string.Concat(Enumerable.Repeat($"&l{n - 1};", 10))}\">");
        return text.Append("]><sst>&l9;</sst>").ToString();
    }

    private static byte[] Ole(string stream) =>
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[504], .. Encoding.Unicode.GetBytes(stream), .. new byte[512]];

    internal static byte[] Ods(string rows) => Files.Zip(new Dictionary<string, string>
    {
        ["mimetype"] = "application/vnd.oasis.opendocument.spreadsheet",
        ["content.xml"] = $"""<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="ورقة">{rows}</table:table></office:spreadsheet></office:body></office:document-content>""",
    });

    private sealed class Endless : Stream
    {
        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Taken; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Taken += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
