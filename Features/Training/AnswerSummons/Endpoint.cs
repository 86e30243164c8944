using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Training.AnswerSummons;

/// <summary>The employee reads to what he is called, and may say once why he cannot come; head and office read the same.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "seats/{seat:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long seat, Bus bus) => bus.Ask(new Query(seat)).As<Card>());

        area.Pages.MapPost(Route, (long seat, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(seat)).ThenAsk(new Query(seat)).GoingTo(_ => Links.Seat(seat), saying: "training.said.asked").As<Card>());

        area.Api.MapGet(Route, (long seat, Bus bus) => bus.Ask(new Query(seat)).AsJson());

        area.Api.MapPost(Route, (long seat, Input input, Bus bus) => bus.Do(input.ToCommand(seat)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand(long seat) => new(seat, TypedVersion.Read(Version), Reason);
    }
}
