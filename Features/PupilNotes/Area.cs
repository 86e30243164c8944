using Massar.Infrastructure.Web;

namespace Massar.Features.PupilNotes;

/// <summary>The pupil's educational file (الملف التربوي): what a teacher should know before the first lesson, read once, and read again when something is new.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "pupil-notes";

    public static string? Title => "pupil-notes.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("pupil-notes.title", Links.Classes, Permissions.Read, 31),
        new("pupil-notes.title", Links.Classes, Permissions.Lead, 63),
        new("pupil-notes.mine", Links.Mine, Permissions.Own, 38),
    ];
}
