using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Massar.Features.Files.Domain;

/// <summary>
/// Judges a PDF that is kept as it came: it must have the parts without which nobody can read it, and nothing that acts by itself
/// or carries other files. Looks into compressed object streams too, where such entries like to hide.
/// </summary>
public static partial class PdfIntake
{
    /// <summary>Most bytes unpacked out of object streams; a PDF of 2 MB that needs more is a bomb.</summary>
    private const int MostUnpacked = 32 * 1024 * 1024;

    /// <summary>The text key of what is wrong, or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> pdf)
    {
        // One letter a byte, so that places in the text are places in the file.
        var text = Encoding.Latin1.GetString(pdf);
        var end = text[^Math.Min(text.Length, 2048)..];
        if (!end.Contains("startxref", StringComparison.Ordinal) || !end.Contains("%%EOF", StringComparison.Ordinal))
            return "files.pdf-damaged";
        if (Objects(text) is not { } objects)
            return "files.pdf-damaged";
        objects = Escape().Replace(objects, m => $"{(char)Convert.ToInt32(m.Groups[1].Value, 16)}");
        if (Active().IsMatch(objects))
            return "files.pdf-active";
        return Page().IsMatch(objects) && objects.Contains("/Root", StringComparison.Ordinal) ? null : "files.pdf-damaged";
    }

    // What stands between the streams, and what object streams hold; null when one cannot be unpacked.
    private static string? Objects(string text)
    {
        var objects = new StringBuilder();
        var left = MostUnpacked;
        var at = 0;
        while (StreamStart().Match(text, at) is { Success: true } start)
        {
            var head = text[at..start.Index];
            objects.Append(head).Append('\n');
            var from = start.Index + start.Length;
            var to = text.IndexOf("endstream", from, StringComparison.Ordinal);
            if (to < 0)
                return null;
            var dictionary = Escape().Replace(head[Math.Max(0, head.LastIndexOf(" obj", StringComparison.Ordinal))..], m => $"{(char)Convert.ToInt32(m.Groups[1].Value, 16)}");
            if (dictionary.Contains("/ObjStm", StringComparison.Ordinal))
            {
                if (Unpack(dictionary, text[from..to], ref left) is not { } held)
                    return null;
                objects.Append(held).Append('\n');
            }

            at = to + "endstream".Length;
        }

        return objects.Append(text, at, text.Length - at).ToString();
    }

    private static string? Unpack(string dictionary, string packed, ref int left)
    {
        if (!dictionary.Contains("/Filter", StringComparison.Ordinal))
            return packed;
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(Encoding.Latin1.GetBytes(packed)), CompressionMode.Decompress);
            using var held = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (zlib.Read(buffer) is > 0 and var read)
            {
                if ((left -= read) < 0)
                    return null;
                held.Write(buffer, 0, read);
            }

            return Encoding.Latin1.GetString(held.GetBuffer(), 0, (int)held.Length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?<=>>\s*)stream\r?\n")]
    private static partial Regex StreamStart();

    [GeneratedRegex("#([0-9A-Fa-f]{2})")]
    private static partial Regex Escape();

    [GeneratedRegex(@"/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|Encrypt)(?![A-Za-z0-9])")]
    private static partial Regex Active();

    [GeneratedRegex(@"/Type\s*/Page(?![A-Za-z])")]
    private static partial Regex Page();
}
