namespace Massar.Features.Enrollments;

public static class Permissions
{
    /// <summary>Heads: bring the school's pupils into the next year, and take it back.</summary>
    public const string Roll = "enrollments.roll";

    /// <summary>Say at the beginning of the year who came and who did not.</summary>
    public const string Confirm = "enrollments.confirm";

    /// <summary>Heads: suspend a pupil for some days, say that one was found elsewhere or died.</summary>
    public const string State = "enrollments.state";

    /// <summary>Heads: bring lists of pupils in from files, and hand the school's lists out in the form other programs read.</summary>
    public const string Exchange = "enrollments.exchange";
}
