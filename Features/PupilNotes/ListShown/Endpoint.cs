using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.PupilNotes.ListShown;

/// <summary>The head sees which notes of the school are read though no head decided on them, the newest first and without their words.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Allow).NeverStored();

        area.Pages.MapGet("shown", (int? p, Bus bus) => bus.Ask(new Query(p ?? 1)).As<List>());

        area.Api.MapGet("shown", (int? p, Bus bus) => bus.Ask(new Query(p ?? 1)).AsJson());
    }
}
