using System.Globalization;
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

        area.Pages.MapGet(Route, (int campaign, [AsParameters] Choice choice, Bus bus) => bus.Ask(new Query(campaign, Number(choice.Academy), Number(choice.Directorate), Number(choice.Commune))).As<Form>());
        area.Pages.MapGet(Route + "/places", (int campaign, [AsParameters] Choice choice, Bus bus) => bus.Ask(new PlacesQuery(campaign, Number(choice.Academy), Number(choice.Directorate), Number(choice.Commune))).As<Picker>());
        area.Pages.MapPost(Route, (int campaign, [FromForm] Input input, Bus bus) => bus
            .Do(input.For(campaign))
            .ThenAsk(new Query(campaign, Number(input.Academy), Number(input.Directorate), Number(input.Commune)))
            .GoingTo(_ => Back(campaign, input), saying: "mobility.draft.saved")
            .As<Form>());

        area.Api.MapGet(Route, (int campaign, [AsParameters] Choice choice, Bus bus) => bus.Ask(new Query(campaign, Number(choice.Academy), Number(choice.Directorate), Number(choice.Commune))).AsJson());
        area.Api.MapGet(Route + "/places", (int campaign, [AsParameters] Choice choice, Bus bus) => bus.Ask(new PlacesQuery(campaign, Number(choice.Academy), Number(choice.Directorate), Number(choice.Commune))).AsJson());
        area.Api.MapPost(Route, (int campaign, Act act, Bus bus) => bus.Do(new Command(campaign, act.Version, act.Do, act.Kind, act.Note, act.Place)).AsJson());
    }

    // The lists stay where they were: the next wish is often a neighbor of the last. Whoever moved a wish is led back to it, not to the
    // top of the page: at the end of the list the button that was pressed can no longer have the focus.
    private static string Back(int campaign, Input input) => input.Do?.Split(':') switch
    {
        ["add"] => FormattableString.Invariant($"{Links.Apply(campaign)}?Academy={Number(input.Academy)}&Directorate={Number(input.Directorate)}&Commune={Number(input.Commune)}#wishes"),
        ["up" or "down", var place] when Number(place) is { } moved => FormattableString.Invariant($"{Links.Apply(campaign)}#wish-{moved}"),
        _ => Links.Apply(campaign) + "#wishes",
    };

    /// <summary>What is chosen in the lists that lead to a place.</summary>
    public sealed record Choice(string? Academy, string? Directorate, string? Commune);

    private static int? Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>One act of a form; texts as posted, for a form without a choice posts empty ones.</summary>
    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Do { get; init; }

        public string? Kind { get; init; }

        public string? Note { get; init; }

        public string? Place { get; init; }

        public string? Academy { get; init; }

        public string? Directorate { get; init; }

        public string? Commune { get; init; }

        public Command For(int campaign) => new(campaign, Number(Version) ?? 0, Do, Kind, Note, Number(Place));
    }

    /// <summary>The same act by a program.</summary>
    public sealed record Act(int Version, string? Do, string? Kind, string? Note, int? Place);
}
