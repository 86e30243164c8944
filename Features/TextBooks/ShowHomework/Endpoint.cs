using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.TextBooks.ShowHomework;

/// <summary>A pupil, or a guardian for a child, sees the homework by day and what was done in class lately.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("homework", (Bus bus) => bus.Ask(new Query(null)).As<Card>());
        area.Pages.MapGet("homework/{pupil:long}", (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Card>());

        area.Api.MapGet("homework", (Bus bus) => bus.Ask(new Query(null)).AsJson());
        area.Api.MapGet("homework/{pupil:long}", (long pupil, Bus bus) => bus.Ask(new Query(pupil)).AsJson());
    }
}
