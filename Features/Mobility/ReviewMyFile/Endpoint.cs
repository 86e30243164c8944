using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ReviewMyFile;

/// <summary>A participant checks the data his points are made of, each with its source.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet("/campaigns/{campaign:int}/file", (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Card>());
        area.Api.MapGet("/campaigns/{campaign:int}/file", (int campaign, Bus bus) => bus.Ask(new Query(campaign)).AsJson());
    }
}
