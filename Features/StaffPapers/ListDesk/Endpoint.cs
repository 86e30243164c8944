using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffPapers.ListDesk;

/// <summary>The office sees which papers wait for data and what is missing, and what its registers hold: who got what, when, from whom.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue, Permissions.Revoke).NeverStored();

        area.Pages.MapGet("/desk", (string? show, string? q, int? page, Bus bus) => bus.Ask(new Query(show == "issued", q, page ?? 1)).As<Table>());

        area.Api.MapGet("/desk", (string? show, string? q, int? page, Bus bus) => bus.Ask(new Query(show == "issued", q, page ?? 1)).AsJson());
    }
}
