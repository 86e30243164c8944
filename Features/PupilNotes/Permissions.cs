namespace Massar.Features.PupilNotes;

public static class Permissions
{
    /// <summary>Teachers: read the files of the pupils they teach on that day, and add notes.</summary>
    public const string Read = "pupil-notes.read";

    /// <summary>Heads and general supervisors: the same for every class of their school.</summary>
    public const string Lead = "pupil-notes.lead";

    /// <summary>Heads: decide whether a note about health or the family's situation is shown, and to whom.</summary>
    public const string Allow = "pupil-notes.allow";

    /// <summary>Guardians, and pupils of age: what is written about the child, and who has read the file.</summary>
    public const string Own = "pupil-notes.own";
}
