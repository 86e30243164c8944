using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Training.CloseSession;

/// <summary>The training officer closes a session whose days were all called, with a report; attestations are made for who was there on enough days.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}/close";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Plan).NeverStored();

        area.Pages.MapGet(Route, (long session, Bus bus) => bus.Ask(new Query(session)).As<Form>());

        area.Pages.MapPost(Route, (long session, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(session)).ThenAsk(new Query(session))
            .GoingTo(closed => closed.Job is { } job ? Jobs.Links.Job(job) : Links.Session(session), saying: "training.said.closed").As<Form>());

        area.Api.MapPost(Route, (long session, Input input, Bus bus) => bus.Do(input.ToCommand(session)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Report { get; init; }

        internal Command ToCommand(long session) => new(session, TypedVersion.Read(Version), Report);
    }
}
