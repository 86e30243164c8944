namespace Massar.Features.Pupils;

public static class Permissions
{
    /// <summary>Read the files of pupils at one's school, or at the schools below one's office.</summary>
    public const string View = "pupils.view";

    /// <summary>Work at a school with the list of its own pupils.</summary>
    public const string Desk = "pupils.desk";

    /// <summary>Heads: correct a pupil's identity by a document, and say who stands for the child.</summary>
    public const string Correct = "pupils.correct";

    /// <summary>Heads: merge two files of one child where both are the school's own, propose it where they are not.</summary>
    public const string Merge = "pupils.merge";

    /// <summary>Pupils and guardians: read what the file says of them or of a child, and report what is wrong.</summary>
    public const string Own = "pupils.own";

    /// <summary>Offices above two schools: decide whether their two files are of one child.</summary>
    public const string DecideMerge = "pupils.merge-decide";
}
