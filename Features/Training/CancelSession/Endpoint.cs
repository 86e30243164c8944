using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Training.CancelSession;

/// <summary>The training officer calls a session off before its first day is called; who was summoned and the heads are told why.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}/cancel";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Plan);

        area.Pages.MapPost(Route, (long session, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(session)).ThenGo(_ => Links.Session(session), saying: "training.said.cancelled"));

        area.Api.MapPost(Route, (long session, Input input, Bus bus) => bus.Do(input.ToCommand(session)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand(long session) => new(session, TypedVersion.Read(Version), Reason);
    }
}
