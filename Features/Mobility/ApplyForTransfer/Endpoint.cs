using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.ApplyForTransfer;

/// <summary>An employee prepares a request: its kind, and places in the order wanted. Every act saves the draft.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/campaigns/{campaign:int}/request";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet(Route, (int campaign, [AsParameters] Choice choice, Bus bus) => bus.Ask(new Query(campaign, choice.Academy, choice.Directorate, choice.Commune)).As<Form>());
        area.Pages.MapGet(Route + "/places", (int campaign, [AsParameters] Choice choice, Bus bus) => bus.Ask(new PlacesQuery(campaign, choice.Academy, choice.Directorate, choice.Commune)).As<Picker>());
        area.Pages.MapPost(Route, (int campaign, [FromForm] Input input, Bus bus) => bus
            .Do(input.For(campaign))
            .ThenAsk(new Query(campaign, input.Academy, input.Directorate, input.Commune))
            .GoingTo(_ => Back(campaign, input), saying: "mobility.draft.saved")
            .As<Form>());

        area.Api.MapGet(Route, (int campaign, [AsParameters] Choice choice, Bus bus) => bus.Ask(new Query(campaign, choice.Academy, choice.Directorate, choice.Commune)).AsJson());
        area.Api.MapGet(Route + "/places", (int campaign, [AsParameters] Choice choice, Bus bus) => bus.Ask(new PlacesQuery(campaign, choice.Academy, choice.Directorate, choice.Commune)).AsJson());
        area.Api.MapPost(Route, (int campaign, Input input, Bus bus) => bus.Do(input.For(campaign)).AsJson());
    }

    // The lists stay where they were: the next wish is often a neighbor of the last.
    private static string Back(int campaign, Input input) =>
        input.Do == "add" ? FormattableString.Invariant($"{Links.Apply(campaign)}?Academy={input.Academy}&Directorate={input.Directorate}&Commune={input.Commune}#wishes") : Links.Apply(campaign) + "#wishes";

    /// <summary>What is chosen in the lists that lead to a place.</summary>
    public sealed record Choice(int? Academy, int? Directorate, int? Commune);

    /// <param name="Version">The version of the request the person saw; 0 before there is one.</param>
    /// <param name="Do">kind, add, up:PLACE, down:PLACE, remove:PLACE.</param>
    public sealed record Input(int Version, string? Do, string? Kind, string? Note, int? Place, int? Academy, int? Directorate, int? Commune)
    {
        public Command For(int campaign) => new(campaign, Version, Do, Kind, Note, Place);
    }
}
