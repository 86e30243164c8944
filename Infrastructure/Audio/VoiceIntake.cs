namespace Massar.Infrastructure.Audio;

/// <summary>Why a recording is not taken.</summary>
public enum VoiceProblem
{
    /// <summary>More than <see cref="VoiceIntake.MostBytes"/>.</summary>
    TooHeavy,

    /// <summary>Longer than <see cref="VoiceIntake.MostSeconds"/>.</summary>
    TooLong,

    /// <summary>Not one voice track in a container that phones record into, or more than that.</summary>
    NotAVoice,
}

/// <summary>A recording fit to keep.</summary>
/// <param name="ContentType">By what it is: audio/webm, audio/ogg or audio/mp4.</param>
/// <param name="Seconds">Begun seconds, from 1.</param>
public sealed record Voice(string ContentType, int Seconds);

/// <summary>
/// Judges short recordings by their bytes, whatever they were called: exactly one sound track, in Opus or AAC, in one of the three containers that
/// browsers record into. Every part is walked through; what no recorder writes – pictures, attachments, a second track, anything behind the end – is refused.
/// </summary>
public static class VoiceIntake
{
    public const int MostBytes = 120_000;
    public const int MostSeconds = 20;

    // A recorder that is told to stop ends its last piece.
    private const double Grace = 1.5;

    /// <summary>What it is; or why it is not taken. One of the two is null.</summary>
    public static (Voice? Voice, VoiceProblem? Problem) Read(ReadOnlySpan<byte> upload)
    {
        if (upload.Length > MostBytes) return (null, VoiceProblem.TooHeavy);
        var (type, seconds) = upload.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? ("audio/webm", WebMVoice.Seconds(upload))
            : upload.StartsWith("OggS"u8) ? ("audio/ogg", OggVoice.Seconds(upload))
            : upload.Length > 8 && upload[4..8].SequenceEqual("ftyp"u8) ? ("audio/mp4", Mp4Voice.Seconds(upload))
            : ("", default(double?));
        if (seconds is not > 0) return (null, VoiceProblem.NotAVoice);
        return seconds > MostSeconds + Grace ? (null, VoiceProblem.TooLong) : (new Voice(type, Math.Clamp((int)Math.Ceiling(seconds.Value), 1, MostSeconds)), null);
    }
}
