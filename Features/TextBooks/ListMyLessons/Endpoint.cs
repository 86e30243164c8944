using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.TextBooks.ListMyLessons;

/// <summary>A teacher sees the lessons of a week with their entries, what is still to be written, and what the plan has next.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write);

        area.Pages.MapGet("", (string? week, Bus bus) => bus.Ask(new Query(week)).As<List>());

        area.Api.MapGet("", (string? week, Bus bus) => bus.Ask(new Query(week)).AsJson());
    }
}
