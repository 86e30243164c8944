using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Meetings.ChooseTeacher;

/// <summary>A guardian sees who teaches a child, and whom to ask for a meeting.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "children/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask).NeverStored();

        area.Pages.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<List>());

        area.Api.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).AsJson());
    }
}
