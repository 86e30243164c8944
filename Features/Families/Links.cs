using System.Globalization;
using Massar.Features.Families.Domain;

namespace Massar.Features.Families;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/family";
    public const string Mine = "/family/mine";
    public const string Declare = "/family/new";

    public static string New(FamilyEventKind kind, long? child = null) => $"{Declare}?kind={kind}" + (child is { } id ? string.Create(CultureInfo.InvariantCulture, $"&child={id}") : "");

    public static string Case(long declaration) => string.Create(CultureInfo.InvariantCulture, $"/family/{declaration}");

    public static string Check(long declaration) => $"{Case(declaration)}/check";

    public static string Papers(long declaration) => $"{Case(declaration)}/papers";

    public static string File(long declaration, Guid file) => $"{Case(declaration)}/papers/{file}";

    public static string Cancel(long declaration) => $"{Case(declaration)}/cancel";
}
