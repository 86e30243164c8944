using System.Buffers.Binary;

namespace Massar.Infrastructure.Audio;

/// <summary>Ogg with one Opus stream (RFC 3533, RFC 7845), as older Firefox records it.</summary>
internal static class OggVoice
{
    private const int HeadLength = 27;
    private const double Rate = 48_000;

    /// <summary>Null for anything else.</summary>
    public static double? Seconds(ReadOnlySpan<byte> file)
    {
        var (page, stream, skip, last) = (0, 0u, 0L, 0L);
        for (var at = 0; at < file.Length; page++)
        {
            var rest = file[at..];
            if (rest.Length < HeadLength || !rest.StartsWith("OggS"u8) || rest[4] != 0) return null;
            var table = rest[26];
            if (rest.Length < HeadLength + table) return null;
            var length = 0;
            foreach (var segment in rest.Slice(HeadLength, table)) length += segment;
            if (rest.Length < HeadLength + table + length) return null;
            var content = rest.Slice(HeadLength + table, length);
            var serial = BinaryPrimitives.ReadUInt32LittleEndian(rest[14..]);
            if (page == 0)
            {
                if (content.Length < 19 || !content.StartsWith("OpusHead"u8) || content[9] is 0 or > 2) return null;
                (stream, skip) = (serial, BinaryPrimitives.ReadUInt16LittleEndian(content[10..]));
            }
            else if (serial != stream || (page == 1 && !content.StartsWith("OpusTags"u8)))
            {
                return null;
            }

            // -1 where no packet ends on the page.
            if (page > 1 && BinaryPrimitives.ReadInt64LittleEndian(rest[6..]) is >= 0 and var samples) last = Math.Max(last, samples);
            at += HeadLength + table + length;
        }

        return page < 3 || last <= skip ? null : (last - skip) / Rate;
    }
}
