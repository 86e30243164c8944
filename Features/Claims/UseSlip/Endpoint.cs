using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Claims.UseSlip;

/// <summary>A guardian adds a child by the code on the slip that the school handed over.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/slip", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("/slip", ([FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand()).ThenAsk(new Query()).GoingTo(_ => Links.Mine, saying: "claims.added").As<Form>());

        area.Api.MapPost("/slip", (Input input, Bus bus) => bus.Do(input.ToCommand()).AsJson());
    }

    public sealed record Input
    {
        public string? MassarCode { get; init; }

        public string? Code { get; init; }

        /// <summary>Father, Mother or Guardian.</summary>
        public string? Quality { get; init; }

        internal Command ToCommand() => new(MassarCode, Code, Quality);
    }
}
