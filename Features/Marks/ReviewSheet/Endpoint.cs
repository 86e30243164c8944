using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ReviewSheet;

/// <summary>A head reads one sheet that was handed over, to return or to validate it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Validate).NeverStored();

        area.Pages.MapGet("review/{assessment:int}", (int assessment, Bus bus) => bus.Ask(new Query(assessment)).As<Sheet>());

        area.Api.MapGet("review/{assessment:int}", (int assessment, Bus bus) => bus.Ask(new Query(assessment)).AsJson());
    }
}
