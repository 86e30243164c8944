using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Transfers.AskTransfer;

/// <summary>The receiving school finds a pupil of the country by Massar code and asks that the child comes to it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Act).NeverStored();

        area.Pages.MapGet("/new", (string? code, Bus bus) => bus.Ask(new Query(code)).As<Form>());

        area.Pages.MapPost("/new", ([FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Code, input.ReasonCode, input.Reason)).ThenAsk(new Query(input.Code)).GoingTo(Links.Case, saying: "transfers.asked").As<Form>());

        area.Api.MapGet("/new", (string? code, Bus bus) => bus.Ask(new Query(code)).AsJson());

        area.Api.MapPost("/new", (Input input, Bus bus) => bus.Do(new Command(input.Code, input.ReasonCode, input.Reason)).AsJson());
    }

    public sealed record Input
    {
        public string? Code { get; init; }

        /// <summary>A code of the list transfer-reasons.</summary>
        public string? ReasonCode { get; init; }

        public string? Reason { get; init; }
    }
}
