using System.Globalization;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Schools.ListPlaces;

/// <summary>
/// Anybody choosing a school goes down the tree: the places of a kind below the one chosen before, as options of a select
/// (<c>/schools/options?kind=commune&amp;parent=80</c>) or as JSON (<c>/api/schools/options</c>).
/// </summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var everybody = area.OpenToAll();

        everybody.Pages.MapGet("/options", (string kind, string? parent, string? academy, string? directorate, string? commune, string? cycle, Bus bus) =>
            bus.Ask(Asked(kind, parent ?? Above(kind, academy, directorate, commune), cycle)).As<Options>());

        everybody.Api.MapGet("/options", (string kind, string? parent, string? cycle, Bus bus) =>
            bus.Ask(Asked(kind, parent, cycle)).AsJson());
    }

    // htmx sends the select that changed under its own name.
    private static string? Above(string kind, string? academy, string? directorate, string? commune) => kind switch
    {
        "directorate" => academy,
        "commune" => directorate,
        "school" => commune,
        _ => null,
    };

    private static Query Asked(string kind, string? parent, string? cycle) => new(
        kind switch
        {
            "academy" => PlaceKind.Academy,
            "directorate" => PlaceKind.Directorate,
            "commune" => PlaceKind.Commune,
            "school" => PlaceKind.School,
            _ => null,
        },
        int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
        cycle);
}
