using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.ReadFeed;

/// <summary>A phone's calendar reads a week at its private address; the address is the key, so nobody signs in.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) => area.OpenToAll().NeverStored().Pages.MapGet("feeds/{token}.ics", (string token, HttpContext http, Bus bus) =>
        bus.Ask(new Query(token, WebSetup.Network(http))).Then(calendar => Results.Bytes(calendar.Bytes, "text/calendar; charset=utf-8")));
}
