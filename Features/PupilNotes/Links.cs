using static System.FormattableString;

namespace Massar.Features.PupilNotes;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Classes = "/pupil-notes";
    public const string Waiting = "/pupil-notes/waiting";
    /// <summary>Notes of the school that are read without a decision of the head.</summary>
    public const string Shown = "/pupil-notes/shown";

    public const string Mine = "/pupil-notes/mine";

    public static string Class(int classId) => Invariant($"/pupil-notes/classes/{classId}");

    /// <summary>Writes down that the files are read; they are shown after it.</summary>
    public static string Open(int classId) => $"{Class(classId)}/open";

    public static string Read(int classId, int page = 1) => $"{Class(classId)}/files{(page > 1 ? Invariant($"?p={page}") : "")}";

    public static string New(int classId, long pupil) => Invariant($"{Class(classId)}/pupils/{pupil}/note");

    public static string Note(long note) => Invariant($"/pupil-notes/notes/{note}");

    /// <summary>Writes down that the head reads a note that waits; it is shown after it.</summary>
    public static string OpenNote(long note) => $"{Note(note)}/open";

    public static string KeepBack(long note) => $"{Note(note)}/keep-back";

    public static string ShownPage(int page) => page > 1 ? Invariant($"{Shown}?p={page}") : Shown;

    public static string MyChild(long pupil) => Invariant($"{Mine}/{pupil}");
}
