using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ShowMine;

/// <summary>The head of a private school reads its licence, the files it has asked with, what visits found, and goes to its teachers.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School).NeverStored();

        area.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query()).As<Card>());

        area.Api.MapGet("mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
