using Massar.Features.Contributions.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Contributions.CloseDay;

/// <summary>Whoever keeps the box counts it against the book and closes the day.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("days/{day}/close", (string day, Bus bus) => bus.Ask(new Query(CashDay.Of(day))).As<Form>());

        area.Pages.MapPost("days/{day}/close", (DateOnly day, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(day, input.Counted, input.Reason, input.Seen))
            .ThenAsk(new Query(day))
            .GoingTo(_ => Links.Day(day), saying: "contributions.close.done")
            .As<Form>());

        area.Api.MapPost("days/{day}/close", (DateOnly day, Input input, Bus bus) => bus.Do(new Command(day, input.Counted, input.Reason, input.Seen)).AsJson());
    }

    /// <param name="Counted">Dirhams in the box.</param>
    /// <param name="Reason">Why they are not what the book says.</param>
    /// <param name="Seen">What the book said when the page was read; an entry may have come since.</param>
    public sealed record Input
    {
        public string? Counted { get; init; }

        public string? Reason { get; init; }

        public string? Seen { get; init; }
    }
}
