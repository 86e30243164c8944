using Massar.Features.Contributions.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Contributions.CountersignDay;

/// <summary>The head looks at a counted day and signs beside the one who counted.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Answer).NeverStored();

        area.Pages.MapGet("days/{day}/countersign", (string day, Bus bus) => bus.Ask(new Query(CashDay.Of(day))).As<Form>());

        area.Pages.MapPost("days/{day}/countersign", (DateOnly day, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(day, input.Remark, input.Version))
            .ThenAsk(new Query(day))
            .GoingTo(_ => Links.Day(day), saying: "contributions.sign.saved")
            .As<Form>());

        area.Api.MapPost("days/{day}/countersign", (DateOnly day, Input input, Bus bus) => bus.Do(new Command(day, input.Remark, input.Version)).AsJson());
    }

    /// <param name="Version">Of the day as it was read; null from a program that does not mind.</param>
    public sealed record Input
    {
        public string? Remark { get; init; }

        public int? Version { get; init; }
    }
}
