using System.Buffers.Binary;

namespace Massar.Infrastructure.Images;

/// <summary>The formats that a photo may come in.</summary>
public enum ImageFormat
{
    Jpeg,
    Png,
}

/// <summary>What the first bytes of an image say, read without decoding it: a small file may unfold to gigabytes.</summary>
/// <param name="Format">By the content, never by the name.</param>
/// <param name="Width">Pixels, before any rotation.</param>
/// <param name="Height">Pixels, before any rotation.</param>
/// <param name="HoldsWhole">Whether a decoder must hold the whole image at full size: PNG, and JPEG in several passes.</param>
public readonly record struct ImageHeader(ImageFormat Format, int Width, int Height, bool HoldsWhole)
{
    // Each pass over a progressive JPEG costs time and hardly a byte; cameras and browsers use about ten.
    private const int MostScans = 32;

    /// <summary>Pixels.</summary>
    public long Area => (long)Width * Height;

    /// <summary>Null when it is neither a JPEG nor a PNG, or is cut off before its size.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return ReadPng(file);
        return file.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? ReadJpeg(file) : null;
    }

    /// <summary>Whether the end mark is there: decoders fill what was cut off with gray and say nothing.</summary>
    public bool IsWhole(ReadOnlySpan<byte> file) =>
        Format == ImageFormat.Png ? file.LastIndexOf("IEND"u8) > 0 : file.LastIndexOf([(byte)0xFF, (byte)0xD9]) > 0;

    // The signature, then IHDR: length, type, width, height.
    private static ImageHeader? ReadPng(ReadOnlySpan<byte> file)
    {
        if (file.Length < 33 || BinaryPrimitives.ReadUInt32BigEndian(file[8..]) != 13 || !file.Slice(12, 4).SequenceEqual("IHDR"u8)) return null;
        return Make(ImageFormat.Png, BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]), holdsWhole: true);
    }

    // Markers, each with its length, up to the frame header (SOF), which holds height and width.
    private static ImageHeader? ReadJpeg(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (at + 9 < file.Length)
        {
            if (file[at] != 0xFF) return null;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++; // padding
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || marker is 0xD8 or 0xD9 or 0xDA or 0x01 or (>= 0xD0 and <= 0xD7)) return null;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                // Baseline, extended and progressive Huffman coding; the rest is not met outside laboratories.
                if (marker > 0xC2) return null;
                var scans = Scans(file[(at + 2 + length)..]);
                if (scans is 0 or > MostScans) return null;
                return Make(ImageFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), scans > 1 || marker == 0xC2);
            }

            at += 2 + length;
        }

        return null;
    }

    private static int Scans(ReadOnlySpan<byte> rest)
    {
        var scans = 0;
        while (rest.IndexOf([(byte)0xFF, (byte)0xDA]) is >= 0 and var next)
        {
            scans++;
            rest = rest[(next + 2)..];
        }

        return scans;
    }

    private static ImageHeader? Make(ImageFormat format, uint width, uint height, bool holdsWhole) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? new(format, (int)width, (int)height, holdsWhole) : null;
}
