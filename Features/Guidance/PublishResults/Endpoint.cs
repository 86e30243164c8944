using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.PublishResults;

/// <summary>The directorate, with a fresh second factor, sets the hour from which families read their results.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "campaigns/{campaign:int}/publish";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Form>());

        area.Pages.MapPost(Route, (int campaign, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(campaign)).ThenAsk(new Query(campaign)).GoingTo(_ => Links.Campaign(campaign), saying: "guidance.published").As<Form>());

        area.Api.MapPost(Route, (int campaign, Input input, Bus bus) => bus.Do(input.ToCommand(campaign)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>2027-06-30, day of Morocco.</summary>
        public string? Date { get; init; }

        /// <summary>17:00, wall clock of Morocco.</summary>
        public string? Time { get; init; }

        internal Command ToCommand(int campaign) => new(campaign, TypedVersion.Read(Version), Date, Time);
    }
}
