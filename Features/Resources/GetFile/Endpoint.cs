using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Resources.GetFile;

/// <summary>Whoever may open a resource fetches one form of it, from any byte on: what broke off goes on where it stopped.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read, Permissions.Offer, Permissions.Judge);

        area.Pages.MapGet("files/{file:guid}", (Guid file, Bus bus) => bus.Ask(new Query(file)).Then(found => new FileOut(found))).DisableRequestTimeout();

        area.Api.MapGet("files/{file:guid}", (Guid file, Bus bus) => bus.Ask(new Query(file)).Then(found => new FileOut(found))).DisableRequestTimeout();
    }
}
