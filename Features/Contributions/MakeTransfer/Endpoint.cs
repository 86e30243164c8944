using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Contributions.MakeTransfer;

/// <summary>The desk carries what was received under a heading to the account it belongs to, and gets a slip for it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("transfers", (int? p, Bus bus) => bus.Ask(new Query(p ?? 1)).As<Form>());

        area.Pages.MapPost("transfers", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Heading, input.Amount, input.Reference))
            .ThenAsk(new Query(1))
            .GoingTo(made => Links.Entry(made.Id), saying: "contributions.transfer.done")
            .As<Form>());

        area.Api.MapGet("transfers", (int? p, Bus bus) => bus.Ask(new Query(p ?? 1)).AsJson());

        area.Api.MapPost("transfers", (Input input, Bus bus) => bus.Do(new Command(input.Heading, input.Amount, input.Reference)).AsJson());
    }

    /// <param name="Heading">Its code.</param>
    /// <param name="Amount">Dirhams, at most what is held under the heading.</param>
    /// <param name="Reference">Number of the bank's or the post's slip.</param>
    public sealed record Input
    {
        public string? Heading { get; init; }

        public string? Amount { get; init; }

        public string? Reference { get; init; }
    }
}
