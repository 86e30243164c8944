using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Schools.ListSchools;

/// <summary>A director or the ministry finds a school below their place by name, number, directorate or cycle.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var offices = area.Requiring(Permissions.View);

        offices.Pages.MapGet("", (string? search, string? within, string? cycle, int? page, Bus bus) => bus.Ask(Asked(search, within, cycle, page)).As<Table>());
        offices.Api.MapGet("", (string? search, string? within, string? cycle, int? page, Bus bus) => bus.Ask(Asked(search, within, cycle, page)).AsJson());
    }

    // An empty select sends an empty text.
    private static Query Asked(string? search, string? within, string? cycle, int? page) =>
        new(search?.Trim(), int.TryParse(within, out var place) ? place : null, cycle, page ?? 1);
}
