using Massar.Infrastructure.Web;

namespace Massar.Features.Portal.ShowInformation;

/// <summary>Anybody reads the pages on accessibility and personal data, and the page shown without a network.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Topics = ["accessibility", "personal-data", "offline"];

    public static void Map(AreaRoutes area)
    {
        foreach (var topic in Topics)
            area.OpenToAll().Pages.MapGet($"/{topic}", () => new PartialAnswer(typeof(Card), new() { ["Model"] = topic }));
    }
}
