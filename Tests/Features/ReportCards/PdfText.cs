using Massar.Tests.Infrastructure.Pdf;

namespace Massar.Tests.Features.ReportCards;

/// <summary>What a paper says, as the usual programs read it: no spaces, no marks of direction.</summary>
internal static class PdfText
{
    public static string Of(byte[] file) => In(file, path => Tools.Bare(Tools.Text(path)));

    public static string Fold(string phrase) => Tools.Bare(phrase);

    public static int Pages(byte[] file) => In(file, path => int.Parse(Tools.Run("pdfinfo", path).Output.Split('\n').Single(l => l.StartsWith("Pages:", StringComparison.Ordinal))[6..].Trim(), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What <c>pdfsig</c> says of the seal.</summary>
    public static string Signature(byte[] file) => In(file, path => Tools.Run("pdfsig", "-nocert", path).Output);

    /// <summary>The address in the code on a page, as a telephone reads it.</summary>
    public static string Code(byte[] file) => In(file, path =>
    {
        Tools.Run("pdftoppm", "-r", "150", "-png", "-singlefile", path, path);
        try
        {
            // Beside the code stands what the program has to complain about its desktop.
            return Tools.Run("zbarimg", "-q", "--raw", $"{path}.png").Output.Split('\n').First(l => l.StartsWith("http", StringComparison.OrdinalIgnoreCase)).Trim();
        }
        finally
        {
            File.Delete($"{path}.png");
        }
    });

    private static T In<T>(byte[] file, Func<string, T> read)
    {
        var path = Path.Combine(Path.GetTempPath(), $"card-{Guid.NewGuid():N}.pdf");
        File.WriteAllBytes(path, file);
        try
        {
            return read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
