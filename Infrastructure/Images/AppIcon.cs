using System.Buffers.Binary;
using System.IO.Compression;

namespace Massar.Infrastructure.Images;

/// <summary>The program's mark, an eight-pointed star of two squares, drawn as a PNG for the screen of a phone.</summary>
public static class AppIcon
{
    /// <summary>Pixels a side that phones ask for.</summary>
    public static readonly IReadOnlyList<int> Sizes = [192, 512];

    // The mark is drawn on a grid of this many units; strokes are two units wide, each pixel is looked at in sixteen places.
    private const double Grid = 32, Middle = 16, HalfSquare = 7, Point = 10, HalfStroke = 1;
    private const int Looks = 4;

    private static readonly uint[] Crc = [.. Enumerable.Range(0, 256).Select(n =>
    {
        var c = (uint)n;
        for (var k = 0; k < 8; k++)
            c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
        return c;
    })];

    /// <summary>The bytes of a PNG of one of <see cref="Sizes"/>: white on the green of the program, over the whole square, so that a phone may cut it round.</summary>
    public static byte[] Draw(int size)
    {
        var rows = new byte[size * (size + 1)];
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                rows[y * (size + 1) + 1 + x] = (byte)Whiteness(x, y, size);

        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, size);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), size);
        (head[8], head[9]) = (8, 3); // one byte a pixel, which says a place in the palette
        Chunk(file, "IHDR"u8, head);
        Chunk(file, "PLTE"u8, Palette());
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(rows);
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // 0 is green, 16 white.
    private static int Whiteness(int x, int y, int size)
    {
        var hits = 0;
        for (var i = 0; i < Looks * Looks; i++)
        {
            var dx = Math.Abs((x + (i % Looks + 0.5) / Looks) * Grid / size - Middle);
            var dy = Math.Abs((y + (i / Looks + 0.5) / Looks) * Grid / size - Middle);
            if (Math.Abs(Math.Max(dx, dy) - HalfSquare) <= HalfStroke || Math.Abs(dx + dy - Point) <= HalfStroke * Math.Sqrt(2))
                hits++;
        }

        return hits;
    }

    private static byte[] Palette()
    {
        byte[] green = [0x0B, 0x5D, 0x46];
        var colours = new byte[(Looks * Looks + 1) * 3];
        for (var i = 0; i < colours.Length; i++)
            colours[i] = (byte)(green[i % 3] + (255 - green[i % 3]) * (i / 3) / (Looks * Looks));
        return colours;
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        var c = 0xFFFFFFFF;
        foreach (var part in type)
            c = Crc[(c ^ part) & 0xFF] ^ (c >> 8);
        foreach (var part in data)
            c = Crc[(c ^ part) & 0xFF] ^ (c >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(number, c ^ 0xFFFFFFFF);
        file.Write(number);
    }
}
