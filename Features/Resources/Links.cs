using static System.FormattableString;

namespace Massar.Features.Resources;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/resources";
    public const string Desk = "/resources/desk";
    public const string New = "/resources/desk/new";

    public static string Lesson(long id) => Invariant($"/resources/lessons/{id}");

    public static string Text(long id, int page = 1) => Invariant($"/resources/lessons/{id}/text?page={page}");

    /// <param name="file">The random number of one variant.</param>
    public static string File(Guid file) => $"/resources/files/{file}";

    public static string NewFor(string level) => $"{New}?level={Uri.EscapeDataString(level)}";

    public static string One(long id) => Invariant($"/resources/desk/{id}");

    public static string Edit(long id) => $"{One(id)}/edit";

    public static string Send(long id) => $"{One(id)}/send";

    public static string Judge(long id) => $"{One(id)}/judge";

    public static string Variants(long id) => $"{One(id)}/variants";

    public static string RemoveVariant(long variant) => Invariant($"/resources/variants/{variant}/remove");

    /// <summary>For programs: where the bytes of a variant go.</summary>
    public static string Bytes(long variant) => Invariant($"/api/resources/variants/{variant}");
}
