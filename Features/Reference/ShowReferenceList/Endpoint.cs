using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Reference.ShowReferenceList;

/// <summary>The ministry reads one list of reference data, of a school year where it is yearly, and searches in it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var ministry = area.Requiring(Permissions.Edit);

        ministry.Pages.MapGet("/{list}", (string list, int? year, string? search, int? page, Bus bus) =>
            bus.Ask(new Query(list, year, search, page ?? 1)).As<Table>());

        ministry.Api.MapGet("/{list}", (string list, int? year, string? search, int? page, Bus bus) =>
            bus.Ask(new Query(list, year, search, page ?? 1)).AsJson());
    }
}
