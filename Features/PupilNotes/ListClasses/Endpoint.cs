using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.PupilNotes.ListClasses;

/// <summary>A teacher sees the own classes, a head or general supervisor all of the school, with how many files have something unread.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read, Permissions.Lead).NeverStored();

        area.Pages.MapGet("", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
