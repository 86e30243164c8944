using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages.FlagThread;

/// <summary>Either side says that a child is in danger or threatened: the head is told at once and reads the conversation.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/flag";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write, Permissions.Teach, Permissions.Life, Permissions.Desk, Permissions.Lead).NeverStored();

        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Thread(id), saying: "messages.flagged"));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
