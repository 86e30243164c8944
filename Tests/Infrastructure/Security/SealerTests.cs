using Massar.Infrastructure.Security.Keys;

namespace Massar.Tests.Infrastructure.Security;

public sealed class SealerTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("massar-seals").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void A_seal_holds_for_its_text_and_its_use_and_nothing_else()
    {
        var sealer = new Sealer(new KeyFiles(directory));
        var seal = sealer.Seal("marks", "7=12.00");

        Assert.True(sealer.Holds(seal, "marks", "7=12.00"));
        Assert.False(sealer.Holds(seal, "marks", "7=12.01"));
        Assert.False(sealer.Holds(seal, "documents", "7=12.00"));
        for (var i = 0; i < seal.Length; i++)
            Assert.False(sealer.Holds(seal.Remove(i, 1).Insert(i, seal[i] == 'A' ? "Q" : "A"), "marks", "7=12.00"));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("k1"), InlineData("k1.1."), InlineData("k1.x.AAAA"), InlineData("k1.99.AAAA"), InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void What_is_no_seal_does_not_hold(string? seal) => Assert.False(new Sealer(new KeyFiles(directory)).Holds(seal, "marks", "test"));

    [Fact]
    public void Only_who_has_the_key_file_makes_it()
    {
        var elsewhere = Directory.CreateTempSubdirectory("massar-forger").FullName;
        var forged = new Sealer(new KeyFiles(elsewhere)).Seal("marks", "x");
        var sealer = new Sealer(new KeyFiles(directory));

        Assert.True(Sealer.IsKeyed(forged));
        Assert.False(sealer.Holds(forged, "marks", "x"));
        Assert.True(new Sealer(new KeyFiles(directory)).Holds(sealer.Seal("marks", "x"), "marks", "x"));
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public void Seals_of_before_a_rotation_hold_also_in_a_program_that_runs_on()
    {
        var running = new Sealer(new KeyFiles(directory));
        var before = running.Seal("marks", "x");
        var rotating = new KeyFiles(directory);
        rotating.Add();
        var after = new Sealer(rotating).Seal("marks", "x");

        Assert.NotEqual(before, after);
        Assert.True(new Sealer(rotating).Holds(before, "marks", "x"));
        Assert.True(running.Holds(after, "marks", "x"));
        Assert.Equal(before, new Sealer(rotating).SealLike(before, "marks", "x"));
    }

    [Fact]
    public void A_seal_fits_its_column_for_a_thousand_years_of_monthly_rotations() =>
        Assert.True(new Sealer(new KeyFiles(directory)).Seal("marks", "x").Length + "12000".Length - 1 <= Sealer.Length);

    [Fact]
    public void What_was_done_once_is_known_to_every_program_with_these_keys()
    {
        var keys = new KeyFiles(directory);
        Assert.False(keys.WasDone("marks-sealed"));
        keys.SetDone("marks-sealed", DateTimeOffset.UnixEpoch);

        Assert.True(new KeyFiles(directory).WasDone("marks-sealed"));
        Assert.False(keys.WasDone("documents-sealed"));
    }
}
