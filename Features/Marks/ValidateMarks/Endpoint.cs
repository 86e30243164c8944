using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ValidateMarks;

/// <summary>A head validates a sheet somebody else handed over.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "review/{assessment:int}/validate";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Validate);

        area.Pages.MapPost(Route, (int assessment, Bus bus) => bus.Do(new Command(assessment)).ThenGo(_ => Links.Review(assessment), "marks.validated"));

        area.Api.MapPost(Route, (int assessment, Bus bus) => bus.Do(new Command(assessment)).AsJson());
    }
}
