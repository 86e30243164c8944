using Massar.Infrastructure.Commands;

namespace Massar.Tests.Infrastructure.Commands;

public sealed class RuntimeFloorTests
{
    [Fact]
    public void An_old_runtime_serves_nobody_but_a_demo_and_says_what_to_install()
    {
        var old = new Version(RuntimeFloor.Oldest.Major, RuntimeFloor.Oldest.Minor, RuntimeFloor.Oldest.Build - 1);
        var said = new List<string>();

        Assert.False(RuntimeFloor.MayServe(old, isDemo: false, said.Add));
        Assert.True(RuntimeFloor.MayServe(old, isDemo: true, said.Add));

        Assert.Equal(2, said.Count);
        Assert.All(said, line => Assert.Contains($"{old.ToString(3)} is older than {RuntimeFloor.Oldest}", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_floor_itself_and_what_is_newer_serve_in_silence()
    {
        foreach (var good in (Version[])[RuntimeFloor.Oldest, new(10, 0, 99), new(11, 0, 0)])
            Assert.True(RuntimeFloor.MayServe(good, isDemo: false, line => Assert.Fail(line)));
    }
}
