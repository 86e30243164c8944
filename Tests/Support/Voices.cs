using System.Buffers.Binary;
using System.Text;

namespace Massar.Tests.Support;

/// <summary>Recordings as browsers write them, with nothing to hear in them.</summary>
internal static class Voices
{
    /// <summary>WebM of one track in frames of 20 ms, a cluster a second; segment and clusters left open as a live recorder leaves them.</summary>
    public static byte[] WebM(int seconds, int frameBytes = 40, string codec = "A_OPUS", int type = 2, byte[]? more = null)
    {
        List<byte> file =
        [
            .. Element([0x1A, 0x45, 0xDF, 0xA3], [.. Element([0x42, 0x82], "webm"u8.ToArray()), .. Element([0x42, 0x87], [4])]),
            0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
            .. Element([0x15, 0x49, 0xA9, 0x66], Element([0x2A, 0xD7, 0xB1], [0x0F, 0x42, 0x40])),
            .. Element([0x16, 0x54, 0xAE, 0x6B], Element([0xAE], [.. Element([0xD7], [1]), .. Element([0x83], [(byte)type]), .. Element([0x86], Encoding.ASCII.GetBytes(codec))])),
        ];
        for (var second = 0; second < seconds; second++)
        {
            file.AddRange([0x1F, 0x43, 0xB6, 0x75, 0xFF]);
            file.AddRange(Element([0xE7], [(byte)(second * 1000 >> 8), (byte)(second * 1000)]));
            for (var at = 0; at < 980; at += 20)
                file.AddRange(Element([0xA3], [0x81, (byte)(at >> 8), (byte)at, 0x80, .. Enumerable.Repeat((byte)7, frameBytes)]));
        }

        return [.. file, .. more ?? []];
    }

    /// <summary>Ogg with one Opus stream, a page a second.</summary>
    public static byte[] Ogg(int seconds)
    {
        List<byte> file = [.. Page(0, 0, [.. "OpusHead"u8, 1, 1, 0x38, 1, 0x80, 0xBB, 0, 0, 0, 0, 0]), .. Page(0, 1, [.. "OpusTags"u8, 0, 0, 0, 0, 0, 0, 0, 0])];
        for (var second = 1; second <= seconds; second++) file.AddRange(Page((second * 48_000) + 312, second + 1, [.. Enumerable.Repeat((byte)7, 200)]));
        return [.. file];
    }

    /// <summary>MP4 in fragments of a second with one sound track.</summary>
    public static byte[] Mp4(int seconds, string handler = "soun")
    {
        var media = Box("mdia", [.. Box("mdhd", [.. new byte[12], .. Int(1000), .. Int(0), 0, 0, 0, 0]), .. Box("hdlr", [.. new byte[8], .. Encoding.ASCII.GetBytes(handler), .. new byte[13]]),
            .. Box("minf", Box("stbl", Box("stsd", [.. Int(0), .. Int(1), .. Box("mp4a", new byte[28])])))]);
        List<byte> file = [.. Box("ftyp", "iso5\0\0\0\0iso5"u8.ToArray()), .. Box("moov", [.. Box("mvhd", new byte[100]), .. Box("trak", media), .. Box("mvex", Box("trex", [.. new byte[12], .. Int(100), .. new byte[8]]))])];
        for (var second = 0; second < seconds; second++)
            file.AddRange([.. Box("moof", Box("traf", [.. Box("tfhd", new byte[8]), .. Box("trun", [.. Int(0), .. Int(10)])])), .. Box("mdat", new byte[300])]);
        return [.. file];
    }

    private static byte[] Element(byte[] id, byte[] content) => [.. id, (byte)(0x40 | (content.Length >> 8)), (byte)content.Length, .. content];

    private static byte[] Page(long granule, int sequence, byte[] content)
    {
        var head = new byte[27];
        "OggS"u8.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(6), granule);
        head[14] = 9;
        head[18] = (byte)sequence;
        head[26] = 1;
        return [.. head, (byte)content.Length, .. content];
    }

    private static byte[] Box(string type, byte[] content) => [.. Int(content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
