using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ShowChildMarks;

/// <summary>A guardian reads the published marks of a child under their care.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "children/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Children).NeverStored();

        area.Pages.MapGet(Route, (long pupil, int? year, int? semester, Bus bus) => bus.Ask(new Query(pupil, year, semester)).AsDrawn<Results>());

        area.Api.MapGet(Route, (long pupil, int? year, int? semester, Bus bus) => bus.Ask(new Query(pupil, year, semester)).AsJson());
    }
}
