using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.ValidateRequests;

/// <summary>Directorate or academy validates one request, or up to fifty of one kind; what cannot be is left out and said why.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince, Permissions.ValidateAcademy);

        area.Pages.MapPost("/requests/validate", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Chosen ?? []))
            .Then(result => new PartialAnswer(typeof(Result), new() { ["Model"] = result })));
        area.Api.MapPost("/requests/validate", (Input input, Bus bus) => bus.Do(new Command(input.Chosen ?? [])).AsJson());
    }

    /// <summary>What the form posts. Properties, for a form leaves out what was not chosen.</summary>
    public sealed record Input
    {
        public List<string>? Chosen { get; init; }
    }
}
