using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.PublishRun;

/// <summary>The office sets the hour at which everybody sees the result, moves it or takes it back while it has not come.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/runs/{campaign:int}/publication";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run);

        area.Pages.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Form>());
        area.Pages.MapPost(Route, (int campaign, [FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand(campaign)).ThenAsk(new Query(campaign)).GoingTo(_ => Links.Run(campaign), saying: input.Do == Command.Withdraw ? "mobility.publish.withdrawn" : "mobility.publish.planned").As<Form>());
        area.Api.MapPut(Route, (int campaign, Input input, Bus bus) => bus.Do(input.ToCommand(campaign)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The run and the version the person saw.</summary>
        public string? Run { get; init; }

        public string? Version { get; init; }

        public string? Date { get; init; }

        public string? Time { get; init; }

        /// <summary>"withdraw" takes a planned hour back.</summary>
        public string? Do { get; init; }

        internal Command ToCommand(int campaign) => new(campaign, Number(Run), Number(Version), Date, Time, Do);

        private static int Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
