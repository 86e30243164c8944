using System.Buffers.Binary;

namespace Massar.Features.Resources.Domain;

/// <summary>Sound made by arithmetic, for demo data and tests: a scale of soft tones as a WAV of one voice, 8,000 samples of 8 bits a second.</summary>
public static class Tone
{
    private const int Rate = 8_000;
    private const int HeadLength = 44;

    /// <param name="seconds">8 KB each.</param>
    /// <param name="first">Hertz of the first tone; the others follow in fifths of an octave.</param>
    public static byte[] Wav(int seconds, int first)
    {
        var samples = seconds * Rate;
        var wav = new byte[HeadLength + samples];
        var head = wav.AsSpan();
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], wav.Length - 8);
        "WAVEfmt "u8.CopyTo(head[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(head[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(head[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], Rate);
        BinaryPrimitives.WriteInt16LittleEndian(head[32..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(head[34..], 8);
        "data"u8.CopyTo(head[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], samples);
        for (var i = 0; i < samples; i++)
        {
            var (tone, at) = (i / Rate, i % Rate);
            var pitch = first * Math.Pow(2, tone % 5 / 5.0);
            // Rises and falls within each second, so that nothing clicks.
            var loudness = Math.Sin(Math.PI * at / Rate);
            wav[HeadLength + i] = (byte)(128 + 60 * loudness * Math.Sin(2 * Math.PI * pitch * at / Rate));
        }

        return wav;
    }
}
