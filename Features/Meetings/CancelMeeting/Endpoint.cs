using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Meetings.CancelMeeting;

/// <summary>The family or the teacher calls a meeting off before its hour; the time is free again, and the other is told.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/cancel";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask, Permissions.Hold).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, int.TryParse(input.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null, input.Why)).ThenGo(_ => Links.Case(id), saying: "meetings.cancelled"));

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version, input.Why)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Why { get; init; }
    }

    /// <param name="Version">Of the meeting as it was read; null from a program that does not mind.</param>
    /// <param name="Why">From the teacher: what the family reads.</param>
    public sealed record ApiInput(int? Version, string? Why);
}
