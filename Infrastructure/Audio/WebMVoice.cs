using System.Buffers.Binary;

namespace Massar.Infrastructure.Audio;

/// <summary>WebM with one Opus track (RFC 8794, RFC 9559), as Chromium and Firefox record it: sizes may be left open.</summary>
internal static class WebMVoice
{
    private const uint Header = 0x1A45DFA3, DocType = 0x4282, Segment = 0x18538067, SeekHead = 0x114D9B74, Info = 0x1549A966, Tracks = 0x1654AE6B, Cues = 0x1C53BB6B, Tags = 0x1254C367;
    private const uint Cluster = 0x1F43B675, Timestamp = 0xE7, SimpleBlock = 0xA3, BlockGroup = 0xA0, Block = 0xA1, BlockDuration = 0x9B, DiscardPadding = 0x75A2, ReferenceBlock = 0xFB, Position = 0xA7, PrevSize = 0xAB;
    private const uint Void = 0xEC, Crc = 0xBF, Scale = 0x2AD7B1, Entry = 0xAE, TrackType = 0x83, Codec = 0x86;
    private const double OneFrame = 0.02;

    /// <summary>Null for anything else.</summary>
    public static double? Seconds(ReadOnlySpan<byte> file)
    {
        if (Next(file, 0) is not { Id: Header, Size: { } size } head || size > 200) return null;
        if (!IsWebM(file.Slice(head.Start, (int)size))) return null;
        if (Next(file, head.Start + (int)size) is not { Id: Segment } segment || (segment.Size is { } known && segment.Start + known != file.Length)) return null;

        var (scale, cluster, last, tracks, blocks) = (1_000_000L, 0L, 0L, 0, 0);
        // What a cluster or a group of blocks holds is walked through with its neighbours: no two of these numbers are alike.
        for (var at = segment.Start; at < file.Length;)
        {
            if (Next(file, at) is not { } part) return null;
            at = part.Start;
            if (part.Id is Cluster or BlockGroup) continue;
            if (part.Size is not { } length) return null;
            var content = file.Slice(at, (int)length);
            at += (int)length;
            switch (part.Id)
            {
                case Info:
                    if (Number(content, Scale) is { } given and > 0 and < 1_000_000_000) scale = given;
                    break;
                case Tracks:
                    if (++tracks > 1 || !IsOneVoice(content)) return null;
                    break;
                case Timestamp:
                    cluster = Unsigned(content);
                    break;
                case SimpleBlock or Block:
                    // One byte of track, two of time beside the cluster's, one of flags.
                    if (tracks == 0 || content.Length < 5 || (content[0] & 0x80) == 0) return null;
                    last = Math.Max(last, cluster + BinaryPrimitives.ReadInt16BigEndian(content[1..]));
                    blocks++;
                    break;
                case SeekHead or Cues or Tags or Void or Crc or BlockDuration or DiscardPadding or ReferenceBlock or Position or PrevSize:
                    break;
                default:
                    return null;
            }
        }

        return blocks == 0 || last < 0 ? null : (last * (double)scale / 1e9) + OneFrame;
    }

    private static bool IsWebM(ReadOnlySpan<byte> header)
    {
        for (var at = 0; at < header.Length;)
        {
            if (Next(header, at) is not { Size: { } size } part) return false;
            if (part.Id == DocType) return header.Slice(part.Start, (int)size).TrimEnd((byte)0).SequenceEqual("webm"u8);
            at = part.Start + (int)size;
        }

        return false;
    }

    private static bool IsOneVoice(ReadOnlySpan<byte> tracks)
    {
        var found = 0;
        for (var at = 0; at < tracks.Length;)
        {
            if (Next(tracks, at) is not { Size: { } size } part) return false;
            var content = tracks.Slice(part.Start, (int)size);
            at = part.Start + (int)size;
            if (part.Id is Void or Crc) continue;
            if (part.Id != Entry || ++found > 1 || Number(content, TrackType) != 2 || !Bytes(content, Codec).TrimEnd((byte)0).SequenceEqual("A_OPUS"u8)) return false;
        }

        return found == 1;
    }

    private static long? Number(ReadOnlySpan<byte> parent, uint id) => Bytes(parent, id) is { Length: > 0 } bytes ? Unsigned(bytes) : null;

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> parent, uint id)
    {
        for (var at = 0; at < parent.Length;)
        {
            if (Next(parent, at) is not { Size: { } size } part) return default;
            if (part.Id == id) return parent.Slice(part.Start, (int)size);
            at = part.Start + (int)size;
        }

        return default;
    }

    // No time of a short recording needs more than seven bytes.
    private static long Unsigned(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 7) return 0;
        var value = 0L;
        foreach (var one in bytes) value = (value << 8) | one;
        return value;
    }

    /// <summary>The element at a place: its number, where its content starts, and how long that is; open where it says so. Null where it does not fit.</summary>
    private static (uint Id, int Start, long? Size)? Next(ReadOnlySpan<byte> within, int at)
    {
        if (at >= within.Length) return null;
        var idLength = Lead(within[at]);
        if (idLength > 4 || at + idLength >= within.Length) return null;
        var id = 0u;
        for (var i = 0; i < idLength; i++) id = (id << 8) | within[at + i];
        at += idLength;
        var sizeLength = Lead(within[at]);
        if (sizeLength > 8 || at + sizeLength > within.Length) return null;
        long size = within[at] & (0xFF >> sizeLength);
        var isOpen = size == 0xFF >> sizeLength;
        for (var i = 1; i < sizeLength; i++)
        {
            size = (size << 8) | within[at + i];
            isOpen &= within[at + i] == 0xFF;
        }

        at += sizeLength;
        if (isOpen) return (id, at, null);
        return size > within.Length - at ? null : (id, at, size);
    }

    private static int Lead(byte first) => first == 0 ? 9 : System.Numerics.BitOperations.LeadingZeroCount((uint)first) - 23;
}
