using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.ContestDatum;

/// <summary>A participant says what a datum of the file should be, and by which act, before the deadline.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/campaigns/{campaign:int}/file/{datum}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet(Route, (int campaign, Datum datum, Bus bus) => bus.Ask(new Query(campaign, datum)).As<Form>());
        area.Pages.MapPost(Route, (int campaign, Datum datum, [FromForm] Input input, Bus bus) => bus
            .Do(input.For(campaign, datum))
            .ThenAsk(new Query(campaign, datum))
            .GoingTo(_ => Links.File(campaign), saying: "mobility.contest.sent")
            .As<Form>());

        area.Api.MapPost(Route, (int campaign, Datum datum, Input input, Bus bus) => bus.Do(input.For(campaign, datum)).AsJson());
    }

    /// <summary>What the form posts. Properties, for a form leaves out what was not chosen.</summary>
    public sealed record Input
    {
        public string? Value { get; init; }

        public string? ValueDay { get; init; }

        public string? ValueMonth { get; init; }

        public string? ValueYear { get; init; }

        public string? Reason { get; init; }

        public string? Proof { get; init; }

        public Command For(int campaign, Datum datum) => new(campaign, datum, Value, ValueDay, ValueMonth, ValueYear, Reason, Proof);
    }
}
