using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.TrackCase;

/// <summary>Anybody who was given its number and knows the year of birth follows a case, without an account: state, office, expected date, nothing else.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.OpenToAll().NeverStored();

        area.Root.MapGet(Links.Track, (HttpContext http, Bus bus) => bus.Ask(new Query(null, null, WebSetup.Network(http))).As<Form>());

        // Posted, so that neither the number nor the year stays in an address.
        area.Root.MapPost(Links.Track, (HttpContext http, [FromForm] Input input, Bus bus) => bus.Ask(new Query(input.Number ?? "", input.Year, WebSetup.Network(http))).As<Form>());

        area.Api.MapPost("track", (HttpContext http, Input input, Bus bus) => bus.Ask(new Query(input.Number ?? "", input.Year, WebSetup.Network(http))).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was told.</summary>
        public string? Number { get; init; }

        /// <summary>Year of birth, four digits.</summary>
        public string? Year { get; init; }
    }
}
