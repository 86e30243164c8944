using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Training.ListMyTraining;

/// <summary>An employee sees to what he is called, what he has been trained on, the attestations, and the sessions he gives.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/mine", (int? page, Bus bus) => bus.Ask(new Query(page)).As<List>());

        area.Api.MapGet("/mine", (int? page, Bus bus) => bus.Ask(new Query(page)).AsJson());
    }
}
