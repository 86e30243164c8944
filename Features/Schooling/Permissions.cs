namespace Massar.Features.Schooling;

public static class Permissions
{
    /// <summary>Guardians, and pupils of age: all years at school, and the sealed record of them.</summary>
    public const string Own = "schooling.own";

    /// <summary>Heads: the same of the pupils of the school.</summary>
    public const string View = "schooling.view";
}
