using System.Buffers.Binary;

namespace Massar.Infrastructure.Audio;

/// <summary>MP4 with one sound track in AAC or Opus (ISO/IEC 14496-12), whole or in fragments, as Safari records it.</summary>
internal static class Mp4Voice
{
    /// <summary>Null for anything else.</summary>
    public static double? Seconds(ReadOnlySpan<byte> file)
    {
        var (scale, whole, fragments, each, hasData) = (0u, 0L, 0L, 0u, false);
        for (var at = 0; at < file.Length;)
        {
            if (Box(file, at) is not { } box) return null;
            var content = file.Slice(box.Start, box.Length);
            at = box.Start + box.Length;
            switch (box.Type)
            {
                case "moov":
                    if (scale != 0 || !Movie(content, out scale, out whole, out each)) return null;
                    break;
                case "moof":
                    if (scale == 0 || Fragment(content, each) is not { } more) return null;
                    fragments += more;
                    break;
                case "mdat":
                    hasData = true;
                    break;
                case "ftyp" or "styp" or "free" or "sidx" or "mfra":
                    break;
                default:
                    return null;
            }
        }

        return scale == 0 || !hasData ? null : Math.Max(whole, fragments) / (double)scale;
    }

    private static bool Movie(ReadOnlySpan<byte> moov, out uint scale, out long duration, out uint each)
    {
        (scale, duration, each) = (0, 0, 0);
        var tracks = 0;
        for (var at = 0; at < moov.Length;)
        {
            if (Box(moov, at) is not { } box) return false;
            var content = moov.Slice(box.Start, box.Length);
            at = box.Start + box.Length;
            if (box.Type == "trak")
            {
                if (++tracks > 1 || !Track(content, out scale, out duration)) return false;
            }
            else if (box.Type == "mvex")
            {
                if (Find(content, "trex") is { Length: >= 16 } trex) each = BinaryPrimitives.ReadUInt32BigEndian(trex[12..]);
            }
            else if (box.Type is not ("mvhd" or "udta" or "iods"))
            {
                return false;
            }
        }

        return tracks == 1 && scale > 0;
    }

    private static bool Track(ReadOnlySpan<byte> trak, out uint scale, out long duration)
    {
        (scale, duration) = (0, 0);
        var media = Find(trak, "mdia");
        var head = Find(media, "mdhd");
        if (head.Length < 24 || Find(media, "hdlr") is not { Length: >= 12 } handler || !handler[8..12].SequenceEqual("soun"u8)) return false;
        var isLong = head[0] == 1;
        if (isLong && head.Length < 36) return false;
        scale = BinaryPrimitives.ReadUInt32BigEndian(head[(isLong ? 20 : 12)..]);
        duration = isLong ? BinaryPrimitives.ReadInt64BigEndian(head[24..]) : BinaryPrimitives.ReadUInt32BigEndian(head[16..]);
        // One description, of a voice: its kind stands behind the count and its own length.
        var described = Find(Find(Find(media, "minf"), "stbl"), "stsd");
        return duration >= 0 && described.Length >= 16 && BinaryPrimitives.ReadUInt32BigEndian(described[4..]) == 1 && (described[12..16].SequenceEqual("mp4a"u8) || described[12..16].SequenceEqual("Opus"u8));
    }

    // Samples of a fragment, each with its own length or the one all share.
    private static long? Fragment(ReadOnlySpan<byte> moof, uint each)
    {
        var traf = Find(moof, "traf");
        if (Find(traf, "tfhd") is not { Length: >= 8 } head) return null;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(head) & 0xFFFFFF;
        if ((flags & 0x8) != 0)
        {
            var at = 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
            if (head.Length < at + 4) return null;
            each = BinaryPrimitives.ReadUInt32BigEndian(head[at..]);
        }

        long sum = 0;
        for (var at = 0; at < traf.Length;)
        {
            if (Box(traf, at) is not { } box) return null;
            var run = traf.Slice(box.Start, box.Length);
            at = box.Start + box.Length;
            if (box.Type != "trun") continue;
            if (run.Length < 8) return null;
            var (own, count) = (BinaryPrimitives.ReadUInt32BigEndian(run) & 0xFFFFFF, BinaryPrimitives.ReadUInt32BigEndian(run[4..]));
            var (first, size) = (8 + ((own & 0x1) != 0 ? 4 : 0) + ((own & 0x4) != 0 ? 4 : 0), System.Numerics.BitOperations.PopCount(own & 0xF00) * 4);
            if (count > VoiceIntake.MostBytes || run.Length < first + (count * size)) return null;
            if ((own & 0x100) == 0) sum += (long)count * each;
            else for (var i = 0; i < count; i++) sum += BinaryPrimitives.ReadUInt32BigEndian(run[(first + (i * size))..]);
        }

        return sum;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> parent, string type)
    {
        for (var at = 0; at < parent.Length;)
        {
            if (Box(parent, at) is not { } box) return default;
            if (box.Type == type) return parent.Slice(box.Start, box.Length);
            at = box.Start + box.Length;
        }

        return default;
    }

    private static (string Type, int Start, int Length)? Box(ReadOnlySpan<byte> within, int at)
    {
        if (within.Length - at < 8) return null;
        var size = BinaryPrimitives.ReadUInt32BigEndian(within[at..]);
        // A size of nothing means: up to the end of the file.
        if (size == 0) size = (uint)(within.Length - at);
        if (size < 8 || size > within.Length - at) return null;
        return (System.Text.Encoding.Latin1.GetString(within.Slice(at + 4, 4)), at + 8, (int)size - 8);
    }
}
