using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ListAssisted;

/// <summary>A clerk, a head or an officer of the directorate finds the drafts of the own desk, and begins one for the family at the window.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Assist).NeverStored();
        desk.Pages.MapGet("assist", (int? p, Bus bus) => bus.Ask(new Query(p ?? 1)).As<Table>());
        desk.Api.MapGet("assist", (int? p, Bus bus) => bus.Ask(new Query(p ?? 1)).AsJson());
    }
}
