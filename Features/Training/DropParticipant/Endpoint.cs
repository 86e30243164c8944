using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Training.DropParticipant;

/// <summary>The training officer takes somebody off the list whom no summons has reached.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}/drop";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Plan);

        area.Pages.MapPost(Route, (long session, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(session)).ThenGo(_ => Links.Session(session), saying: "training.said.dropped"));

        area.Api.MapPost(Route, (long session, Input input, Bus bus) => bus.Do(input.ToCommand(session)).AsJson());
    }

    public sealed record Input
    {
        public string? Seat { get; init; }

        internal Command ToCommand(long session) => new(session, long.TryParse(Seat, NumberStyles.None, CultureInfo.InvariantCulture, out var seat) ? seat : 0);
    }
}
