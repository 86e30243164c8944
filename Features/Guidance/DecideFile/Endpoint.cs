using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.DecideFile;

/// <summary>The directorate reads one pupil's wishes whole; where the rule found no seat, a person gives one and says why.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "files/{file:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet(Route, (long file, Bus bus) => bus.Ask(new Query(file)).As<Form>());

        area.Pages.MapPost(Route, (long file, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(file)).ThenAsk(new Query(file)).GoingTo(campaign => Links.Files(campaign, "exceptions"), saying: "guidance.decided").As<Form>());

        area.Api.MapGet(Route, (long file, Bus bus) => bus.Ask(new Query(file)).AsJson());

        area.Api.MapPost(Route, (long file, Input input, Bus bus) => bus.Do(input.ToCommand(file)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>School and stream: 12034/TCS.</summary>
        public string? To { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand(long file) => new(file, TypedVersion.Read(Version), To, Reason);
    }
}
