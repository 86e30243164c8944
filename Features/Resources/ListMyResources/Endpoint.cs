using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Resources.ListMyResources;

/// <summary>A pupil, or a guardian for a child, sees the lessons of the level and stream by subject, newest first, with what each form of them weighs.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read);

        area.Pages.MapGet("", (long? child, string? subject, int? page, Bus bus) => bus.Ask(new Query(child, subject, page)).As<List>());

        area.Api.MapGet("", (long? child, string? subject, int? page, Bus bus) => bus.Ask(new Query(child, subject, page)).AsJson());
    }
}
