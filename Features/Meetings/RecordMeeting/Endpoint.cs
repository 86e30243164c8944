using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Meetings.RecordMeeting;

/// <summary>After its hour a teacher says whether the meeting was held.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/outcome";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, int.TryParse(input.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null, input.Held)).ThenGo(_ => Links.Case(id), saying: "ui.saved"));

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version, input.Held)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Held { get; init; }
    }

    /// <param name="Version">Of the meeting as it was read; null from a program that does not mind.</param>
    /// <param name="Held">yes or no.</param>
    public sealed record ApiInput(int? Version, string? Held);
}
