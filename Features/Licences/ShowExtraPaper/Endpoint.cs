using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ShowExtraPaper;

/// <summary>The sealed leave to teach in a private school, for the teacher, that school and the directorate that gave it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hours, Permissions.School, Permissions.Study).NeverStored();

        area.Pages.MapGet("hours/{id:long}/paper", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)));
    }
}
