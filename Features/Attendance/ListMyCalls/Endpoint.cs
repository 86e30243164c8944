using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.ListMyCalls;

/// <summary>A teacher sees the classes to call at an hour of the day, and which were called.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Call).NeverStored();

        area.Pages.MapGet("calls", (DateOnly? day, string? hour, bool? all, Bus bus) => bus.Ask(new Query(day, hour, all ?? false)).As<List>());

        area.Api.MapGet("calls", (DateOnly? day, string? hour, bool? all, Bus bus) => bus.Ask(new Query(day, hour, all ?? false)).AsJson());
    }
}
