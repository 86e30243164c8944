using System.Buffers.Binary;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>Removes from a TrueType face what print does not need: the hinting programs, the instructions inside glyphs, doubled characters.
/// The drawing library copies them whole into every file although a printer never runs them; without them a paper is a third smaller.</summary>
/// <remarks>Outlines, metrics, names and shaping tables stay as they are. Licences of the faces (OFL) allow it; the copies stay on this machine.</remarks>
internal static class Sfnt
{
    /// <summary>Changes when the result changes, so that old copies are not reused.</summary>
    public const int Version = 2;

    private static readonly string[] dropped = ["fpgm", "prep", "cvt ", "hdmx", "VDMX", "LTSH", "gasp", "DSIG", "TTFA"];

    public static byte[] ForPrint(byte[] font)
    {
        var tables = Read(font);
        foreach (var name in dropped) tables.Remove(name);
        if (tables.TryGetValue("glyf", out var glyf))
        {
            var head = tables["head"].ToArray();
            var (glyphs, offsets) = StripInstructions(glyf.Span, tables["loca"].Span, isLong: Short(head, 50) == 1);
            tables["glyf"] = glyphs;
            tables["loca"] = offsets;
            BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
            tables["head"] = head;
        }
        tables["cmap"] = WithoutPresentationForms(tables["cmap"].Span);
        return Write(BinaryPrimitives.ReadUInt32BigEndian(font), tables);
    }

    /// <summary>Rewrites the table of characters without the presentation forms (U+FB50–FDCF, U+FE70–FEFC), which no text keeps
    /// (<see cref="PaperText.Clean"/>): the drawing library walks through the whole table for every joined letter.</summary>
    private static byte[] WithoutPresentationForms(ReadOnlySpan<byte> cmap)
    {
        var map = Characters(cmap);
        foreach (var c in map.Keys.Where(c => PaperText.IsPresentationForm((char)c)).ToList()) map.Remove(c);

        var segments = new List<(int First, int Last, int Delta)>();
        foreach (var (c, glyph) in map)
        {
            var delta = (glyph - c) & 0xFFFF;
            if (segments.Count > 0 && segments[^1] is var last && last.Last == c - 1 && last.Delta == delta) segments[^1] = (last.First, c, delta);
            else segments.Add((c, c, delta));
        }
        segments.Add((0xFFFF, 0xFFFF, 1));

        var count = segments.Count;
        var log = (int)Math.Log2(count);
        var table = new List<int> { 0, 1, 3, 1, 0, 12, 4, 16 + 8 * count, 0, 2 * count, 2 << log, log, 2 * count - (2 << log) };
        table.AddRange(segments.Select(x => x.Last));
        table.Add(0);
        table.AddRange(segments.Select(x => x.First));
        table.AddRange(segments.Select(x => x.Delta));
        table.AddRange(segments.Select(_ => 0));
        var bytes = new byte[2 * table.Count];
        for (var i = 0; i < table.Count; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), (ushort)table[i]);
        return bytes;
    }

    /// <summary>Characters and their glyphs, from the subtable for Unicode in 16 bits (format 4), which every face here has.</summary>
    private static SortedDictionary<int, int> Characters(ReadOnlySpan<byte> cmap)
    {
        var map = new SortedDictionary<int, int>();
        for (int i = 0, tables = Short(cmap, 2); i < tables; i++)
        {
            if (Short(cmap, 4 + 8 * i) != 3 || Short(cmap, 6 + 8 * i) != 1) continue;
            var table = cmap[(int)BinaryPrimitives.ReadUInt32BigEndian(cmap[(8 + 8 * i)..])..];
            if (Short(table, 0) != 4) continue;
            var twice = Short(table, 6);
            for (var s = 0; s < twice; s += 2)
            {
                int last = Short(table, 14 + s), first = Short(table, 16 + twice + s), delta = Short(table, 16 + 2 * twice + s);
                var rangeAt = 16 + 3 * twice + s;
                var range = Short(table, rangeAt);
                for (var c = first; c <= last && c < 0xFFFF; c++)
                {
                    var glyph = range == 0 ? c : Short(table, rangeAt + range + 2 * (c - first));
                    if (range == 0 || glyph != 0) glyph = (glyph + delta) & 0xFFFF;
                    if (glyph != 0) map[c] = glyph;
                }
            }
        }
        if (map.Count == 0) throw new InvalidDataException("A face without a table of Unicode characters.");
        return map;
    }

    private static SortedDictionary<string, ReadOnlyMemory<byte>> Read(byte[] font)
    {
        var tables = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (int i = 0, count = Short(font, 4); i < count; i++)
        {
            var entry = font.AsSpan(12 + 16 * i, 16);
            var offset = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[12..]);
            tables[System.Text.Encoding.ASCII.GetString(entry[..4])] = font.AsMemory(offset, length);
        }
        return tables;
    }

    private static (byte[] Glyphs, byte[] Offsets) StripInstructions(ReadOnlySpan<byte> glyf, ReadOnlySpan<byte> loca, bool isLong)
    {
        var count = loca.Length / (isLong ? 4 : 2) - 1;
        var offsets = new byte[4 * (count + 1)];
        using var glyphs = new MemoryStream(glyf.Length);
        for (var i = 0; i < count; i++)
        {
            var from = Offset(loca, i, isLong);
            var to = Offset(loca, i + 1, isLong);
            if (to > from) Strip(glyf[from..to], glyphs);
            while (glyphs.Length % 4 != 0) glyphs.WriteByte(0);
            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * (i + 1)), (uint)glyphs.Length);
        }
        return (glyphs.ToArray(), offsets);
    }

    private static int Offset(ReadOnlySpan<byte> loca, int i, bool isLong) =>
        isLong ? (int)BinaryPrimitives.ReadUInt32BigEndian(loca[(4 * i)..]) : 2 * BinaryPrimitives.ReadUInt16BigEndian(loca[(2 * i)..]);

    private static void Strip(ReadOnlySpan<byte> glyph, MemoryStream into)
    {
        var contours = BinaryPrimitives.ReadInt16BigEndian(glyph);
        if (contours >= 0)
        {
            var ends = 10 + 2 * contours;
            var instructions = Short(glyph, ends);
            into.Write(glyph[..ends]);
            into.Write([0, 0]);
            into.Write(glyph[(ends + 2 + instructions)..]);
            return;
        }

        // a glyph made of others: clear the flag on each part and cut what follows the last one
        const int wordArguments = 0x0001, scale = 0x0008, more = 0x0020, scaleXY = 0x0040, matrix = 0x0080, hasInstructions = 0x0100;
        var copy = glyph.ToArray();
        var at = 10;
        int flags;
        do
        {
            flags = Short(copy, at);
            BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(at), (ushort)(flags & ~hasInstructions));
            at += 4 + ((flags & wordArguments) != 0 ? 4 : 2);
            at += (flags & scale) != 0 ? 2 : (flags & scaleXY) != 0 ? 4 : (flags & matrix) != 0 ? 8 : 0;
        }
        while ((flags & more) != 0);
        into.Write(copy.AsSpan(0, at));
    }

    private static byte[] Write(uint version, SortedDictionary<string, ReadOnlyMemory<byte>> tables)
    {
        var log = (int)Math.Log2(tables.Count);
        var font = new byte[12 + 16 * tables.Count + tables.Values.Sum(t => Padded(t.Length))];
        BinaryPrimitives.WriteUInt32BigEndian(font, version);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(6), (ushort)(16 << log));
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(8), (ushort)log);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(10), (ushort)(16 * tables.Count - (16 << log)));

        var entry = 12;
        var at = 12 + 16 * tables.Count;
        foreach (var (name, table) in tables)
        {
            table.Span.CopyTo(font.AsSpan(at));
            System.Text.Encoding.ASCII.GetBytes(name, font.AsSpan(entry));
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(entry + 4), Checksum(font.AsSpan(at, Padded(table.Length))));
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(entry + 8), (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(entry + 12), (uint)table.Length);
            entry += 16;
            at += Padded(table.Length);
        }
        return font;
    }

    private static uint Checksum(ReadOnlySpan<byte> table)
    {
        var sum = 0u;
        for (var i = 0; i < table.Length; i += 4) sum += BinaryPrimitives.ReadUInt32BigEndian(table[i..]);
        return sum;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static ushort Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
