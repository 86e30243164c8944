using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Massar.Tests.Infrastructure.Pdf;

/// <summary>Other people's programs that read our papers: what they say counts for more than what we say.</summary>
internal static partial class Tools
{
    /// <summary>Runs a program; a missing one is a failure, never a skipped test.</summary>
    public static (int Exit, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        start.Environment["LC_ALL"] = "C.UTF-8";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"The program “{program}” is needed by the tests of papers and is not installed.");
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
    }

    /// <summary>Text of the whole file, or of one page from 1.</summary>
    public static string Text(string file, int? page = null, params string[] options)
    {
        string[] pages = page is { } n ? ["-f", $"{n}", "-l", $"{n}"] : [];
        var (exit, output) = Run("pdftotext", [.. options, .. pages, file, "-"]);
        Assert.Equal(0, exit);
        return output;
    }

    /// <summary>Without direction marks, vowel signs and spaces: readers of PDF guess these differently.</summary>
    public static string Bare(string text) => Guessed().Replace(text.Normalize(NormalizationForm.FormKC), "");

    /// <summary>Words of a page with their place, in points from the upper left.</summary>
    public static IReadOnlyList<(string Text, double Left, double Top, double Right, double Bottom)> Words(string file, int page = 1) =>
        [.. Word().Matches(Text(file, page, "-bbox")).Select(m => (Bare(System.Net.WebUtility.HtmlDecode(m.Groups[5].Value)), At(m, 1), At(m, 2), At(m, 3), At(m, 4)))];

    private static double At(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[\s\u00A0\u200E\u200F\u202A-\u202E\u2066-\u2069\u064B-\u0652]")]
    private static partial Regex Guessed();

    [GeneratedRegex("<word xMin=\"([0-9.]+)\" yMin=\"([0-9.]+)\" xMax=\"([0-9.]+)\" yMax=\"([0-9.]+)\">(.*?)</word>")]
    private static partial Regex Word();
}
