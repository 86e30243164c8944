using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves.ListMyLeaves;

/// <summary>An employee sees his leaves, where each stands, what is used this year, and what he is asked to explain.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
