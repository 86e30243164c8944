using System.Globalization;

namespace Massar.Features.Classes;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/classes";
    public const string Structure = "/classes/structure";
    public const string Propose = "/classes/structure/propose";
    public const string Send = "/classes/structure/send";
    public const string Structures = "/classes/structures";

    public static string Of(int year, int page = 1) => string.Create(CultureInfo.InvariantCulture, $"{All}?year={year}{(page > 1 ? $"&page={page}" : "")}");

    public static string Class(int id) => string.Create(CultureInfo.InvariantCulture, $"{All}/{id}");

    /// <param name="kind">csv or xlsx.</param>
    public static string List(int id, string kind) => $"{Class(id)}/list.{kind}";

    public static string Seats(int id) => $"{Class(id)}/seats";

    public static string Teaching(int id, string subject) => $"{Class(id)}/teaching/{Uri.EscapeDataString(subject)}";

    public static string TeachingLine(int id, string subject, int line) => string.Create(CultureInfo.InvariantCulture, $"{Teaching(id, subject)}?line={line}");

    public static string Pupil(long enrollment) => string.Create(CultureInfo.InvariantCulture, $"{All}/pupils/{enrollment}");

    public static string StructuresOf(string? state, int page = 1) => string.Create(CultureInfo.InvariantCulture, $"{Structures}?state={state}{(page > 1 ? $"&page={page}" : "")}");

    public static string Review(int structure) => string.Create(CultureInfo.InvariantCulture, $"{Structures}/{structure}");
}
