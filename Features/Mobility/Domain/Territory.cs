namespace Massar.Features.Mobility.Domain;

/// <summary>Reads the tree's paths, "/ministry/academy/directorate/commune/school/", without asking the database.</summary>
public static class Territory
{
    /// <summary>The academy's path, or null above it.</summary>
    public static string? AcademyOf(string path) => Up(path, 2);

    public static string? DirectorateOf(string path) => Up(path, 3);

    public static string? CommuneOf(string path) => Up(path, 4);

    /// <summary>The number of the last node of a path.</summary>
    public static int LastOf(string path) =>
        int.Parse(path.AsSpan(path.TrimEnd('/').LastIndexOf('/') + 1).TrimEnd('/'), System.Globalization.CultureInfo.InvariantCulture);

    private static string? Up(string path, int levels)
    {
        var at = 0;
        for (var i = 0; i < levels; i++)
        {
            at = path.IndexOf('/', at + 1);
            if (at < 0)
                return null;
        }

        return path[..(at + 1)];
    }
}
