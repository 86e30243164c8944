using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Leaves.AnswerLeave;

/// <summary>A head gives an opinion or decides what is a head's; the directorate decides the rest, orders a counter-visit or asks the council, and records what they answered.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/answer";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Answer, Permissions.Decide).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Act, input.Why, int.TryParse(input.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null))
                .ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Act, input.Why, input.Version)).AsJson());
    }

    public sealed record Input
    {
        public string? Act { get; init; }

        public string? Why { get; init; }

        public string? Version { get; init; }
    }

    /// <param name="Act">One of the acts the question lists: Favorable, Unfavorable, Grant, Refuse, CountAsAnnual, OrderVisit, SendToCouncil, Confirmed, NotConfirmed, NoShow.</param>
    /// <param name="Why">Read by the employee; needed to refuse, to count as annual leave and for an unfavorable opinion.</param>
    /// <param name="Version">Of the leave as it was read.</param>
    public sealed record ApiInput(string? Act, string? Why, int? Version);
}
