using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.IssueLetter;

/// <summary>A supervisor or head has the letter of one follow-up made and sealed.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "follow-ups/{id:long}/letter";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => $"{Links.FollowUps}#f{id}", saying: "attendance.letter.made"));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
