using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Meetings.ListMyMeetings;

/// <summary>A guardian or a teacher sees the meetings to come and those that were; a guardian asks for another.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask, Permissions.Hold).NeverStored();

        area.Pages.MapGet("", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
