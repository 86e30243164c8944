using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>
/// The zip container of a workbook, opened with every bound of <see cref="SpreadsheetLimits"/>: what the directory declares is
/// checked first, then what really comes out is counted, since the directory may lie. Nothing is ever written to disk.
/// </summary>
internal sealed class SafePackage : IDisposable
{
    private const int RatioMattersFrom = 100 * 1024;

    private readonly Dictionary<string, ZipArchiveEntry> parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ZipArchive archive;
    private long unpacked;

    public SafePackage(byte[] file, SpreadsheetLimits limits)
    {
        Limits = limits;
        RefuseLongDirectory(file, limits);
        archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        try
        {
            Check(file.Length);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public SpreadsheetLimits Limits { get; }

    public IEnumerable<string> Names => parts.Keys;

    public bool Has(string name) => parts.ContainsKey(name);

    /// <summary>The part's name as the package spells it.</summary>
    public string Spelling(string name) => parts[name].FullName;

    /// <summary>A reader of one XML part; null when the package has no such part.</summary>
    public PartReader? Open(string name) => parts.TryGetValue(name, out var entry) ? new PartReader(this, entry) : null;

    public void Dispose() => archive.Dispose();

    /// <summary>A part that is no XML, whole.</summary>
    public byte[] Bytes(string name)
    {
        using var bytes = new MemoryStream();
        using var stream = new CountingStream(this, parts[name.Replace('\\', '/')], isXml: false);
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    internal Stream OpenBytes(ZipArchiveEntry entry) => new CountingStream(this, entry, isXml: true);

    private static void RefuseLongDirectory(byte[] file, SpreadsheetLimits limits)
    {
        // the end record says how many entries follow: refuse before ZipArchive allocates them all
        var end = file.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end >= 0 && end + 12 <= file.Length && BitConverter.ToUInt16(file, end + 10) > limits.Entries)
            throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooManyEntries, $"{limits.Entries}");
    }

    private void Check(long fileLength)
    {
        if (archive.Entries.Count > Limits.Entries)
            throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooManyEntries, $"{Limits.Entries}");

        long declared = 0, packed = 0;
        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName.Replace('\\', '/');
            if (name.Length == 0 || name[0] == '/' || name.Contains(':') || name.Contains('\0') || name.Split('/').Contains(".."))
                throw new SpreadsheetRefusedException(SpreadsheetRefusals.UnsafeName);
            if (entry.IsEncrypted) throw new SpreadsheetRefusedException(SpreadsheetRefusals.Encrypted);

            declared += entry.Length;
            packed += entry.CompressedLength;
            if (declared > Limits.UnpackedBytes || declared < 0) throw Bomb();
            if (entry.Length > RatioMattersFrom && entry.Length / Math.Max(1, entry.CompressedLength) > Limits.Ratio) throw Bomb();
            if (!parts.TryAdd(name, entry)) throw new SpreadsheetRefusedException(SpreadsheetRefusals.Damaged, name);
        }

        // entries that share their bytes weigh more together than the file
        if (packed > fileLength) throw Bomb();
    }

    private static SpreadsheetRefusedException Bomb() => new(SpreadsheetRefusals.Bomb);

    /// <summary>
    /// Counts what is unpacked, and refuses XML whose single tag or single text is larger than any spreadsheet needs: a tag with
    /// a million attributes costs a parser twenty times its own weight.
    /// </summary>
    private sealed class CountingStream(SafePackage package, ZipArchiveEntry entry, bool isXml) : Stream
    {
        private const int LongestRun = 512 * 1024;

        private readonly Stream inner = entry.Open();
        private readonly long packed = Math.Max(1, entry.CompressedLength);
        private long read;
        private int run;
        private byte quote;
        private bool inTag;
        private bool plainTag;
        private bool tagJustOpened;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var got = inner.Read(buffer);
            read += got;
            package.unpacked += got;
            if (package.unpacked > package.Limits.UnpackedBytes) throw Bomb();
            if (read > RatioMattersFrom && read / packed > package.Limits.Ratio) throw Bomb();
            if (isXml) Measure(buffer[..got]);
            return got;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private void Measure(ReadOnlySpan<byte> bytes)
        {
            while (bytes.Length > 0)
            {
                // the next byte that means something where we are
                var at = !inTag ? bytes.IndexOf((byte)'<')
                    : tagJustOpened ? bytes.IndexOfAnyExcept((byte)0)
                    : quote != 0 ? bytes.IndexOf(quote)
                    : plainTag ? bytes.IndexOfAny((byte)'>', (byte)'"', (byte)'\'')
                    : bytes.IndexOf((byte)'>');
                run += at < 0 ? bytes.Length : at + 1;
                if (run > LongestRun) throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooLarge);
                if (at < 0) return;

                var b = bytes[at];
                bytes = bytes[(at + 1)..];
                if (!inTag) (inTag, tagJustOpened, run) = (true, true, 0);
                else if (tagJustOpened)
                {
                    (tagJustOpened, plainTag) = (false, b is not ((byte)'!' or (byte)'?'));
                    if (b == '>') (inTag, run) = (false, 0);
                }
                else if (quote != 0) quote = 0;
                else if (b == '>') (inTag, run) = (false, 0);
                else quote = b;
            }
        }
    }
}

/// <summary>
/// Walks one XML part forward. No document type, no resolver, bounded depth and bounded number of distinct names.
/// </summary>
internal sealed class PartReader : IDisposable
{
    private const int Deepest = 48;

    private readonly SafePackage package;
    private readonly System.IO.Compression.ZipArchiveEntry entry;
    private readonly XmlReader xml;
    private bool rooted;

    public PartReader(SafePackage package, System.IO.Compression.ZipArchiveEntry entry)
    {
        (this.package, this.entry) = (package, entry);
        try
        {
            xml = XmlReader.Create(package.OpenBytes(entry), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = package.Limits.UnpackedBytes,
                MaxCharactersFromEntities = 1_024,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                NameTable = new BoundedNames(),
                CloseInput = true,
            });
        }
        catch (XmlException)
        {
            throw Broken();
        }
    }

    public int Depth => xml.Depth;

    public string Name => xml.LocalName;

    public bool IsStart => xml.NodeType == XmlNodeType.Element;

    public bool IsEnd => xml.NodeType == XmlNodeType.EndElement;

    public bool IsEmptyElement => xml.IsEmptyElement;

    public bool IsText => xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA;

    public string Value => xml.Value;

    public string Namespace => xml.NamespaceURI;

    /// <summary>The attribute of this very name, without prefix.</summary>
    public string? Plain(string name) => xml.GetAttribute(name);

    /// <summary>The attribute whose local name is this one, whatever its prefix.</summary>
    public string? Attribute(string name)
    {
        var plain = xml.GetAttribute(name);
        if (plain is not null || !xml.HasAttributes) return plain;
        string? found = null;
        while (xml.MoveToNextAttribute())
        {
            if (xml.LocalName != name) continue;
            found = xml.Value;
            break;
        }

        xml.MoveToElement();
        return found;
    }

    public bool Next()
    {
        bool more;
        try
        {
            more = xml.Read();
        }
        catch (XmlException)
        {
            throw Broken();
        }

        if (xml.Depth > Deepest) throw new SpreadsheetRefusedException(SpreadsheetRefusals.Damaged);
        if (xml.NodeType == XmlNodeType.Element) rooted = true;
        return more;
    }

    /// <summary>Moves past the current element and all it holds, leaving the reader on its end.</summary>
    public void Skip()
    {
        if (IsEmptyElement) return;
        var depth = Depth;
        while (Next() && !(IsEnd && Depth == depth))
        {
        }
    }

    public void Dispose() => xml.Dispose();

    private SpreadsheetRefusedException Broken()
    {
        if (rooted) return new SpreadsheetRefusedException(SpreadsheetRefusals.Damaged);
        // before the root element: a document type is the usual reason, and deserves its own name
        var start = new byte[64 * 1024];
        using var bytes = entry.Open();
        var length = bytes.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var text = Encoding.Latin1.GetString(start, 0, length).Replace("\0", "", StringComparison.Ordinal);
        return new SpreadsheetRefusedException(
            text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) ? SpreadsheetRefusals.Dtd : SpreadsheetRefusals.Damaged);
    }

    /// <summary>A spreadsheet uses some hundred names; a million distinct ones are an attack on memory.</summary>
    private sealed class BoundedNames : NameTable
    {
        private int count;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

        private string Counted(string name) =>
            ++count > 8_192 ? throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooLarge) : name;
    }
}

/// <summary>Fills sheets and refuses what passes the bounds: rows, columns, cells and characters of the whole workbook.</summary>
internal sealed class BoundedSheets(SpreadsheetLimits limits)
{
    private int cells;
    private long characters;

    public List<SheetTable> Sheets { get; } = [];

    public SheetTable Add(string name, bool hidden)
    {
        if (Sheets.Count == limits.Sheets) throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooLarge);
        var sheet = new SheetTable(name) { IsHidden = hidden };
        Sheets.Add(sheet);
        return sheet;
    }

    public void Put(SheetTable sheet, int row, int column, Cell cell)
    {
        if (cell.IsFormula && limits.RefuseFormulas)
            throw new SpreadsheetRefusedException(SpreadsheetRefusals.Formula, sheet.Name, CellAddress.Of(row, column));
        if (cell.Kind == CellKind.Empty && !cell.IsFormula) return;
        if (row > limits.Rows) throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooManyRows, $"{limits.Rows}");
        if (column > limits.Columns) throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooManyColumns, $"{limits.Columns}");
        if (++cells > limits.Cells) throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooLarge, $"{limits.Cells}");
        CountText(cell.Raw.Length);
        sheet.Put(row, column, cell);
    }

    public void CountText(int length)
    {
        characters += length;
        if (characters > limits.Characters) throw new SpreadsheetRefusedException(SpreadsheetRefusals.TooLarge, $"{limits.Characters}");
    }
}
