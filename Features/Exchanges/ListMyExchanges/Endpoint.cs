using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exchanges.ListMyExchanges;

/// <summary>An employee sees whether he may exchange his post, rule by rule, what was proposed to him, and what became of his exchanges.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
