using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Claims.AskChild;

/// <summary>A guardian without a slip asks for a child: those who stand for the child and the head are asked.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/ask", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("/ask", ([FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand()).ThenAsk(new Query()).GoingTo(_ => Links.Mine, saying: "claims.asked").As<Form>());

        area.Api.MapPost("/ask", (Input input, Bus bus) => bus.Do(input.ToCommand()).AsJson());
    }

    public sealed record Input
    {
        public string? MassarCode { get; init; }

        /// <summary>As 2014-03-01.</summary>
        public string? BirthDate { get; init; }

        /// <summary>Father, Mother or Guardian.</summary>
        public string? Quality { get; init; }

        /// <summary>What one says of oneself; may be left out.</summary>
        public string? Message { get; init; }

        internal Command ToCommand() => new(MassarCode, BirthDate, Quality, Message);
    }
}
