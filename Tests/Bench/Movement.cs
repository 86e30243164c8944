using System.Diagnostics;
using System.Security.Cryptography;
using Massar.Features.Mobility.Domain;

namespace Massar.Bench;

/// <summary>A national movement: 125,000 participants with ten wishes among 15,000 posts, computed on one thread and checked.</summary>
internal static class Movement
{
    private const int Participants = 125_000;
    private const int Posts = 15_000;
    private const int Wishes = 10;

    public static void Measure(Report report)
    {
        var inputs = Invent();
        var file = inputs.ToBytes();
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        GC.Collect();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var read = MovementInputs.Read(file);
        report.Note(0, "movement: inputs read, seconds", watch.Elapsed.TotalSeconds, "0.00");
        var computing = Stopwatch.StartNew();
        var result = Assignment.Of(read);
        report.Note(0, "movement: 125,000 participants × 10 wishes × 15,000 posts assigned, seconds", computing.Elapsed.TotalSeconds, "0.00", goal: "≤ 60");
        var bytes = result.ToBytes(hash);
        report.Note(0, "movement: read, assigned and written, seconds", watch.Elapsed.TotalSeconds, "0.00", goal: "≤ 60");
        report.Note(0, "movement: processor seconds of it", (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds, "0.00");
        report.Note(0, "movement: who moved", result.Moved);
        report.Note(0, "movement: memory of the process at most, MB", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, goal: "≤ 2,000");
        watch.Restart();
        var check = AssignmentCheck.Of(file, bytes);
        report.Note(0, "movement: checked independently, seconds", watch.Elapsed.TotalSeconds, "0.00");
        report.Note(0, "movement: findings of the check", check.Count, goal: "0");
        report.Note(0, "movement: inputs, MB", file.Length / 1e6, "0.0");
    }

    // Wanted posts are few and the same for many, as cities are; a tenth of the seats is vacant.
    private static MovementInputs Invent()
    {
        var draw = new Random(42);
        var home = new int[Participants];
        var wishes = new int[Participants * Wishes];
        for (var i = 0; i < Participants; i++)
        {
            home[i] = draw.Next(Posts);
            for (var w = 0; w < Wishes;)
            {
                var wish = (int)(Posts * Math.Pow(draw.NextDouble(), 2));
                if (wish == home[i] || Array.IndexOf(wishes, wish, i * Wishes, w) >= 0)
                    continue;
                wishes[i * Wishes + w++] = wish;
            }
        }

        return new MovementInputs
        {
            Campaign = 1,
            Vacant = [.. Enumerable.Range(0, Posts).Select(_ => draw.Next(10) < 6 ? 0 : draw.Next(1, 4))],
            Home = home,
            Class = [.. Enumerable.Range(0, Participants).Select(_ => draw.Next(20) switch { 0 => 1, 1 => 2, _ => MovementInputs.NoPriority })],
            Points = [.. Enumerable.Range(0, Participants).Select(_ => 100L * draw.Next(6, 160))],
            Tie = [.. Enumerable.Range(0, Participants)],
            WishStart = [.. Enumerable.Range(0, Participants + 1).Select(i => i * Wishes)],
            Wishes = wishes,
        };
    }
}
