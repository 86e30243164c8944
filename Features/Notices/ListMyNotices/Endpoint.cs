using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Notices.ListMyNotices;

/// <summary>A person reads what was told to them, newest first; what was unread counts as read from then on.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read);

        area.Pages.MapGet("/", (Bus bus, int page = 1) => bus.Ask(new Query(page)).As<List>());

        area.Pages.MapPost("/read", (Bus bus) => bus.Do(new Command()).ThenGo(_ => Links.Mine(), "notices.all-read"));

        area.Api.MapGet("/", (Bus bus, int page = 1) => bus.Ask(new Query(page)).AsJson());

        area.Api.MapPost("/read", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
