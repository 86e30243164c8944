using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Resources.ShowLesson;

/// <summary>A pupil or guardian chooses how to have a lesson: read, heard or watched, with what each weighs, the lightest first.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read);

        area.Pages.MapGet("lessons/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet("lessons/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
