namespace Massar.Infrastructure.Security.Keys;

/// <summary>The directory of what the program keeps beside the database, out of reach of who has the database alone.</summary>
/// <param name="Root">An absolute path.</param>
public sealed record StateDirectory(string Root)
{
    /// <summary>Setting that names it; as an environment variable: MASSAR__STATEDIRECTORY.</summary>
    public const string Setting = "Massar:StateDirectory";

    /// <summary>The path of something in it.</summary>
    public string Of(string name) => Path.Combine(Root, name);
}
