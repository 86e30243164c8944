using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Schooling.IssueRecord;

/// <summary>A family, a pupil of age or the head gets the sealed record of all years; asked again, the same paper.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{pupil:long}/record";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.View).NeverStored();

        area.Pages.MapPost(Route, (long pupil, Bus bus) => bus.Do(new Command(pupil)).ThenGo(made => Documents.Links.File(made.Document)));

        area.Api.MapPost(Route, (long pupil, Bus bus) => bus.Do(new Command(pupil)).AsJson());
    }
}
