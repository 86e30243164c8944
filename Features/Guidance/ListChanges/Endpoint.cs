using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.ListChanges;

/// <summary>A guardian, or a pupil of age, sees which children may change their stream, when, and how far a request is.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Wish).NeverStored();

        area.Pages.MapGet("changes", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("changes", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
