using System.Text;
using Massar.Infrastructure.Security;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>A directory that holds the five faces of the papers and nothing else, and the configuration that names it.
/// The same faces everywhere give the same bytes everywhere, and no letter falls silently to a face nobody chose.</summary>
public static class PinnedFonts
{
    private static readonly Lock once = new();
    private static string? pinned;

    internal static readonly string[] Faces =
        ["Amiri-Regular.ttf", "Amiri-Bold.ttf", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSansTifinagh-Regular.ttf"];

    /// <summary>Where Debian, Fedora and a hand-made installation put fonts.</summary>
    public static readonly string[] SystemDirectories = ["/usr/share/fonts", "/usr/local/share/fonts"];

    /// <summary>Pins the faces for this process; the first call decides, later ones change nothing.</summary>
    /// <param name="stateDirectory">Where the copies are kept.</param>
    /// <param name="searched">Directories looked through, with what is below them.</param>
    /// <exception cref="FontMissingException">A face is not installed.</exception>
    public static void Pin(string stateDirectory, IReadOnlyList<string> searched)
    {
        lock (once)
        {
            if (pinned is not null) return;
            var configuration = Prepare(stateDirectory, searched);
            // Environment.SetEnvironmentVariable changes a copy that native code never sees.
            if (Libc.SetEnvironment("FONTCONFIG_FILE", configuration, 1) != 0)
                throw new InvalidOperationException("FONTCONFIG_FILE could not be set.");
            pinned = configuration;
        }
    }

    /// <summary>Writes the directory of faces and its configuration unless they are there already; returns the configuration's path.</summary>
    public static string Prepare(string stateDirectory, IReadOnlyList<string> searched)
    {
        var found = Find(searched);
        var directory = Path.Combine(Path.GetFullPath(stateDirectory), "fonts", StampOf(found));
        var configuration = Path.Combine(directory, "fonts.conf");
        if (File.Exists(configuration)) return configuration;

        var faces = Directory.CreateDirectory(Path.Combine(directory, "faces")).FullName;
        foreach (var face in found)
            Put(Path.Combine(faces, face.Name), Sfnt.ForPrint(File.ReadAllBytes(face.FullName)));
        // last: its presence says that the faces are complete
        Put(configuration, Encoding.UTF8.GetBytes(Configuration(faces, Path.Combine(directory, "cache"))));
        return configuration;
    }

    private static List<FileInfo> Find(IReadOnlyList<string> searched)
    {
        var installed = new Dictionary<string, FileInfo>(StringComparer.Ordinal);
        foreach (var root in searched.Where(Directory.Exists))
            foreach (var file in new DirectoryInfo(root).EnumerateFiles("*.ttf", SearchOption.AllDirectories))
                if (Faces.Contains(file.Name))
                    installed.TryAdd(file.Name, file);

        var missing = Faces.Where(f => !installed.ContainsKey(f)).ToList();
        if (missing.Count > 0) throw new FontMissingException(missing, searched);
        return [.. Faces.Select(f => installed[f])];
    }

    // A face that is upgraded gets a directory of its own; the old one stays for the process that uses it.
    private static string StampOf(List<FileInfo> faces)
    {
        var said = string.Join('\n', faces.Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc:O}"));
        return Fingerprint.Of($"{Sfnt.Version} {said}")[..12];
    }

    // Two processes may prepare the same directory: each file appears whole or not at all.
    private static void Put(string path, byte[] content)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(draft, content);
        File.Move(draft, path, overwrite: true);
    }

    private static string Configuration(string faces, string cache) => $"""
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig>
          <dir>{Escape(faces)}</dir>
          <cachedir>{Escape(cache)}</cachedir>
          <match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>
        </fontconfig>
        """;

    private static string Escape(string path) => System.Security.SecurityElement.Escape(path);
}

/// <summary>One or more of the five faces are not installed on this machine.</summary>
public sealed class FontMissingException(IReadOnlyList<string> faces, IReadOnlyList<string> searched)
    : Exception($"Fonts missing: {string.Join(", ", faces)} (looked in {string.Join(", ", searched)}; Debian: fonts-hosny-amiri, fonts-noto-core).")
{
    /// <summary>File names of the faces that were not found.</summary>
    public IReadOnlyList<string> Faces { get; } = faces;
}
