using System.Globalization;

namespace Massar.Features.Meetings;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/meetings";
    public const string School = "/meetings/school";

    public static string Case(long meeting) => string.Create(CultureInfo.InvariantCulture, $"/meetings/{meeting}");

    public static string Cancel(long meeting) => $"{Case(meeting)}/cancel";

    public static string Outcome(long meeting) => $"{Case(meeting)}/outcome";

    /// <summary>The teachers of a child.</summary>
    public static string Child(long pupil) => string.Create(CultureInfo.InvariantCulture, $"/meetings/children/{pupil}");

    /// <param name="assignment">Who teaches the child what.</param>
    public static string New(long pupil, int assignment) => string.Create(CultureInfo.InvariantCulture, $"{Child(pupil)}/teachers/{assignment}");
}
