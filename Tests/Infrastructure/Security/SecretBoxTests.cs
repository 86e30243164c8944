using Massar.Infrastructure.Security.Keys;

namespace Massar.Tests.Infrastructure.Security;

public sealed class SecretBoxTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("massar-keys").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void A_sealed_secret_opens_for_its_owner_and_use_alone()
    {
        var box = new SecretBox(new KeyFiles(directory));
        byte[] secret = [1, 2, 3, 250];

        var text = box.Seal("totp", "12", secret);

        Assert.Equal(secret, box.Open("totp", "12", text));
        Assert.Null(box.Open("totp", "13", text));
        Assert.Null(box.Open("other", "12", text));
        Assert.Null(box.Open("totp1", "2", text));
        Assert.NotEqual(text, box.Seal("totp", "12", secret));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("s1.1"), InlineData("s1.1.!!"), InlineData("s1.99.AAAA"), InlineData("s2.1.AAAA"), InlineData("s1.1.AAAA")]
    public void What_is_not_ours_does_not_open(string? text) => Assert.Null(new SecretBox(new KeyFiles(directory)).Open("totp", "12", text));

    [Fact]
    public void A_changed_text_does_not_open()
    {
        var box = new SecretBox(new KeyFiles(directory));
        var text = box.Seal("totp", "12", [1, 2, 3]);
        for (var i = text.LastIndexOf('.') + 1; i < text.Length; i++)
        {
            var changed = text.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'Q' : 'A';
            Assert.Null(box.Open("totp", "12", new string(changed)));
        }
    }

    [Fact]
    public void Keys_survive_a_restart_and_a_younger_key_does_not_lock_out_the_older()
    {
        var text = new SecretBox(new KeyFiles(directory)).Seal("totp", "12", [9]);
        var running = new KeyFiles(directory);
        var rotating = new KeyFiles(directory);

        rotating.Add();
        var anew = new SecretBox(rotating).Seal("totp", "12", [9]);

        Assert.Equal([9], new SecretBox(running).Open("totp", "12", text));
        Assert.Equal([9], new SecretBox(running).Open("totp", "12", anew));
        Assert.False(new SecretBox(rotating).IsCurrent(text));
        Assert.True(new SecretBox(rotating).IsCurrent(anew));
    }

    [Fact]
    public void A_key_file_is_for_its_owner_and_one_that_others_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
            return;
        _ = new KeyFiles(directory);
        var file = Assert.Single(Directory.GetFiles(directory));

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(file));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<InvalidOperationException>(() => new KeyFiles(directory));
    }

    [Fact]
    public void Programs_that_start_at_once_agree_on_the_first_key()
    {
        // Many first starts: the moment in which two can meet is short.
        for (var round = 0; round < 200; round++)
        {
            var fresh = Path.Combine(directory, $"{round}");
            using var together = new Barrier(8);
            var boxes = new SecretBox[8];
            var starts = Enumerable.Range(0, boxes.Length).Select(i => new Thread(() =>
            {
                together.SignalAndWait();
                boxes[i] = new SecretBox(new KeyFiles(fresh));
            })).ToList();
            starts.ForEach(s => s.Start());
            starts.ForEach(s => s.Join());

            var text = boxes[0].Seal("totp", "1", [7]);

            Assert.All(boxes, box => Assert.Equal([7], box.Open("totp", "1", text)));
            // And nobody leaves a draft behind.
            Assert.Single(Directory.GetFileSystemEntries(fresh));
        }
    }

    [Fact]
    public void Programs_that_rotate_at_once_agree_on_every_key()
    {
        var all = Enumerable.Range(0, 8).Select(_ => new KeyFiles(directory)).ToList();

        Parallel.ForEach(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, keys => { for (var i = 0; i < 20; i++) keys.Add(); });

        var stored = new KeyFiles(directory);
        Assert.All(all, keys => Assert.All(Enumerable.Range(1, keys.Newest.Number), n => Assert.Equal(stored.Find(n)!.Bytes, keys.Find(n)!.Bytes)));
    }
}
