using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Exports.AskExport;

/// <summary>Who wants a file with many people says why, for a second person of the same place.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask).NeverStored();

        area.Pages.MapGet("/ask", (string? ticket, Bus bus) => bus.Ask(new Query(ticket)).As<Form>());

        area.Pages.MapPost("/ask", ([FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Ticket, input.Reason)).ThenAsk(new Query(input.Ticket)).GoingTo(_ => Links.All, "exports.asked").As<Form>());
    }

    public sealed record Input
    {
        public string? Ticket { get; init; }

        public string? Reason { get; init; }
    }
}
