using System.IO.Compression;
using System.Text;

namespace Massar.Tests.Support;

/// <summary>Compressed packages as a browser or nobody would send them.</summary>
internal static class Zips
{
    public static byte[] Of(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }

        return packed.ToArray();
    }

    public static byte[] OfTexts(params (string Name, string Text)[] files) => Of([.. files.Select(f => (f.Name, Encoding.UTF8.GetBytes(f.Text)))]);

    /// <summary>All parts by their names.</summary>
    public static SortedDictionary<string, string> Texts(byte[] package)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var zip = new ZipArchive(new MemoryStream(package));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            parts[entry.FullName] = reader.ReadToEnd();
        }

        return parts;
    }

    /// <summary>The package with one part said otherwise.</summary>
    public static byte[] With(byte[] package, string part, Func<string, string> change)
    {
        var parts = Texts(package);
        parts[part] = change(parts[part]);
        return OfTexts([.. parts.Select(p => (p.Key, p.Value))]);
    }
}
