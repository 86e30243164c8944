using System.Globalization;

namespace Massar.Features.Messages;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/messages";
    public const string School = "/messages/school";

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
