using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Installations.ListMyInstallations;

/// <summary>An employee sees where and until when he is awaited, and the minutes of before.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
