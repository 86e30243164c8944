using System.Globalization;

namespace Massar.Features.Messages;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/messages";
    public const string School = "/messages/school";

    /// <summary>The classes whose families somebody of the school may write to.</summary>
    public const string Write = "/messages/write";

    /// <param name="subject">What a teacher teaches there; null for others.</param>
    public static string WriteTo(int classId, string? subject) => string.Create(CultureInfo.InvariantCulture, $"{Write}/{classId}") + (subject is null ? "" : $"?subject={Uri.EscapeDataString(subject)}");

    public static string Letter(long id) => string.Create(CultureInfo.InvariantCulture, $"/messages/letters/{id}");

    public static string TakeLetterBack(long id) => $"{Letter(id)}/back";

    public static string Thread(long id) => string.Create(CultureInfo.InvariantCulture, $"/messages/{id}");

    public static string Close(long id) => $"{Thread(id)}/close";

    public static string Flag(long id) => $"{Thread(id)}/flag";

    public static string Settle(long id) => $"{Thread(id)}/settle";

    public static string Picture(long id, Guid file) => $"{Thread(id)}/files/{file}";

    public static string Voice(long id, Guid file) => $"{Thread(id)}/voices/{file}";

    /// <summary>Whom to write to about a child.</summary>
    public static string Child(long pupil) => string.Create(CultureInfo.InvariantCulture, $"/messages/children/{pupil}");

    /// <param name="kind">question or problem.</param>
    public static string New(long pupil, string kind) => $"{Child(pupil)}?kind={kind}";
}
