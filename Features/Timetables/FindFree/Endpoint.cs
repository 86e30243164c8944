using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.FindFree;

/// <summary>The school's office asks who is free, and which rooms are, now or at an hour of the week.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View);

        area.Pages.MapGet("free", (int? day, string? hour, Bus bus) => bus.Ask(new Query(day, hour)).As<Card>());

        area.Api.MapGet("free", (int? day, string? hour, Bus bus) => bus.Ask(new Query(day, hour)).AsJson());
    }
}
