using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Training.DecideExcuse;

/// <summary>The training officer answers who cannot come: excused, or awaited all the same; never his own.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "seats/{seat:long}/excuse";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Plan).NeverStored();

        area.Pages.MapGet(Route, (long seat, Bus bus) => bus.Ask(new Query(seat)).As<Form>());

        area.Pages.MapPost(Route, (long seat, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(seat)).ThenAsk(new Query(seat)).GoingTo(Links.Session, saying: "training.said.decided").As<Form>());

        area.Api.MapGet(Route, (long seat, Bus bus) => bus.Ask(new Query(seat)).AsJson());

        area.Api.MapPost(Route, (long seat, Input input, Bus bus) => bus.Do(input.ToCommand(seat)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>excuse or keep.</summary>
        public string? Decision { get; init; }

        public string? Answer { get; init; }

        internal Command ToCommand(long seat) => new(seat, TypedVersion.Read(Version), Decision, Answer);
    }
}
