using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffPapers.RecheckWaiting;

/// <summary>The manager has all waiting papers of the office checked again, after careers, workplaces or heads were put right.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue);

        area.Pages.MapPost("/desk/recheck", (Bus bus) => bus.Do(new Command()).ThenGo(_ => Links.Desk(), "staff-papers.rechecked"));

        area.Api.MapPost("/desk/recheck", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
