namespace Massar.Features.PrintKits;

public static class Permissions
{
    /// <summary>The school's office: print the lists of a season, of a class or of the whole school.</summary>
    public const string Print = "print-kits.print";
}
