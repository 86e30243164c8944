using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.NameInterim;

/// <summary>A superior, having just confirmed his identity, names a person of an office below whose holder is on leave, or which nobody holds, for a time: a numbered, sealed act.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "delegations/interim";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Interim).NeverStored();

        decisions.Pages.MapGet(Route, (string? post, Bus bus) => bus.Ask(new Query(post)).As<Form>());

        decisions.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand()).ThenAsk(new Query(input.Post)).GoingTo(_ => Links.Delegations(), "decisions.interim.named").As<Form>());

        decisions.Api.MapGet(Route, (string? post, Bus bus) => bus.Ask(new Query(post)).AsJson());

        decisions.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(input.ToCommand()).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Key of the office, as the list gives it.</summary>
        public string? Post { get; init; }

        /// <summary>Account of the person.</summary>
        public string? Delegate { get; init; }

        /// <summary>First day, yyyy-MM-dd.</summary>
        public string? From { get; init; }

        /// <summary>Last day.</summary>
        public string? Until { get; init; }

        internal Command ToCommand() => new(Post, Delegate, From, Until);
    }
}
