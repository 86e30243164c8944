using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ShowMyMarks;

/// <summary>A pupil reads their published marks, with how each average was made.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (int? year, int? semester, Bus bus) => bus.Ask(new Query(year, semester)).AsDrawn<Results>());

        area.Api.MapGet("mine", (int? year, int? semester, Bus bus) => bus.Ask(new Query(year, semester)).AsJson());
    }
}
