namespace Massar.Tests.Support;

/// <summary>The checkout the tests were built from, for those that read its files.</summary>
public static class Repository
{
    public static readonly string Root = Find();

    private static string Find()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Massar.csproj")))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
