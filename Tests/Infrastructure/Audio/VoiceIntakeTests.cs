using Massar.Infrastructure.Audio;
using Massar.Tests.Support;

namespace Massar.Tests.Infrastructure.Audio;

public sealed class VoiceIntakeTests
{
    [Fact]
    public void Three_containers_are_known_by_their_bytes_with_their_length()
    {
        Assert.Equal(new Voice("audio/webm", 7), VoiceIntake.Read(Voices.WebM(7)).Voice);
        Assert.Equal(new Voice("audio/ogg", 5), VoiceIntake.Read(Voices.Ogg(5)).Voice);
        Assert.Equal(new Voice("audio/mp4", 4), VoiceIntake.Read(Voices.Mp4(4)).Voice);
        // Who stops at the last moment is not sent back.
        Assert.Equal(20, VoiceIntake.Read(Voices.WebM(21, frameBytes: 20)).Voice?.Seconds);
    }

    [Fact]
    public void Length_weight_and_whatever_is_no_single_voice_are_refused()
    {
        foreach (var file in (byte[][])[Voices.WebM(30), Voices.Ogg(30), Voices.Mp4(30)]) Assert.Equal(VoiceProblem.TooLong, VoiceIntake.Read(file).Problem);
        Assert.Equal(VoiceProblem.TooHeavy, VoiceIntake.Read(new byte[VoiceIntake.MostBytes + 1]).Problem);
        byte[][] others =
        [
            [], "RIFF....WAVE"u8.ToArray(), "<html><script>"u8.ToArray(), Voices.WebM(0), Voices.Ogg(0), Voices.Mp4(0),
            Voices.WebM(2, codec: "V_VP8", type: 1), Voices.WebM(2, codec: "A_VORBIS"), Voices.Mp4(2, handler: "vide"),
            // An attachment, and something behind the end.
            Voices.WebM(2, more: [0x19, 0x41, 0xA4, 0x69, 0x81, 7]), Voices.WebM(2, more: "<script>"u8.ToArray()), [.. Voices.Ogg(2), 1], [.. Voices.Mp4(2), .. "\0\0\0\u000cevil1234"u8],
        ];
        Assert.All(others, file => Assert.Equal(VoiceProblem.NotAVoice, VoiceIntake.Read(file).Problem));
    }

    [Fact]
    public void No_bytes_of_a_recording_that_was_cut_or_changed_break_the_reading()
    {
        var random = new Random(7);
        foreach (var file in (byte[][])[Voices.WebM(2), Voices.Ogg(2), Voices.Mp4(2)])
        {
            for (var length = 0; length < Math.Min(file.Length, 600); length++) _ = VoiceIntake.Read(file.AsSpan(0, length));
            for (var i = 0; i < 3000; i++)
            {
                var changed = (byte[])file.Clone();
                for (var n = 0; n < 4; n++) changed[random.Next(Math.Min(changed.Length, 400))] = (byte)random.Next(256);
                _ = VoiceIntake.Read(changed);
            }
        }
    }
}
