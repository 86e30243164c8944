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

    /// <param name="Value">A number, a family situation or a commune; days come in three parts.</param>
    public sealed record Input(string? Value, string? ValueDay, string? ValueMonth, string? ValueYear, string? Reason, string? Proof)
    {
        public Command For(int campaign, Datum datum) => new(campaign, datum, Value, ValueDay, ValueMonth, ValueYear, Reason, Proof);
    }
}
