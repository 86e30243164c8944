using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.AnswerAppeal;

/// <summary>Somebody of the directorate who neither decided nor published answers a family's appeal with reasons, and may give another seat.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "files/{file:long}/appeal";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet(Route, (long file, Bus bus) => bus.Ask(new Query(file)).As<Form>());

        area.Pages.MapPost(Route, (long file, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(file)).ThenAsk(new Query(file)).GoingTo(_ => Links.File(file), saying: "guidance.appeal.told").As<Form>());

        area.Api.MapPost(Route, (long file, Input input, Bus bus) => bus.Do(input.ToCommand(file)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>uphold or keep.</summary>
        public string? Decision { get; init; }

        /// <summary>School and stream, when upholding: 12034/TCS.</summary>
        public string? To { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand(long file) => new(file, TypedVersion.Read(Version), Decision, To, Reason);
    }
}
