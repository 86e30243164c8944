using System.Globalization;
using Massar.Features.PrintKits.Domain;

namespace Massar.Features.PrintKits;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/print-kits";

    public static string Kit(long id) => string.Create(CultureInfo.InvariantCulture, $"{All}/{id}");

    public static string File(long id) => $"{Kit(id)}/kit.pdf";

    public static string ClassFile(Season season, int schoolClass) => string.Create(CultureInfo.InvariantCulture, $"{All}/class.pdf?season={Seasons.Code(season)}&class={schoolClass}");
}
