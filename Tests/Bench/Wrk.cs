using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Massar.Bench;

/// <summary>The generator wrk, where it is installed: it costs a tenth of ours, so more of the cores is left for the program.</summary>
public static partial class Wrk
{
    /// <summary>Pages a second and the latency's median and 99th percentile in ms; null without wrk.</summary>
    public static async Task<(double PerSecond, double P50, double P99, int Failed)?> Run(int port, string path, IReadOnlyList<string> sessions, int connections, TimeSpan length)
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, $$"""
            local sessions = { {{string.Join(", ", sessions.Select(s => $"\"{s}\""))}} }
            local turn = 0
            request = function()
              turn = turn + 1
              return wrk.format("GET", "{{path}}", {
                ["Cookie"] = "massar=" .. sessions[turn % #sessions + 1] .. "; css={{LoadGenerator.StyleVersion}}",
                ["Accept"] = "text/html", ["Accept-Encoding"] = "br", ["Accept-Language"] = "ar" })
            end
            """);
        try
        {
            var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var word in (string[])["-t1", $"-c{connections}", string.Create(CultureInfo.InvariantCulture, $"-d{(int)length.TotalSeconds}s"), "--latency", "-s", script, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")])
                start.ArgumentList.Add(word);
            using var process = Process.Start(start)!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var failed = Bad().Match(text) is { Success: true } bad ? int.Parse(bad.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
            return (Number(Rate().Match(text)), Time(text, "50%"), Time(text, "99%"), failed);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static double Number(Match match) => match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : double.NaN;

    private static double Time(string text, string share)
    {
        var match = Regex.Match(text, $@"{share}\s+([0-9.]+)(us|ms|s)");
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 } : double.NaN;
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Bad();
}
