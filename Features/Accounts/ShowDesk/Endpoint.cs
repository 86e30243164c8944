using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ShowDesk;

/// <summary>A school's desk looks for the person who stands before it, or for a class whose slips are to be printed.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Desk);

        desk.Pages.MapGet("/desk", (string? search, Bus bus) => bus.Ask(new Query(search)).As<Table>());
        desk.Api.MapGet("/desk", (string? search, Bus bus) => bus.Ask(new Query(search)).AsJson());
    }
}
