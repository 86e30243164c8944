using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.AskAssistedCode;

/// <summary>The desk reads the whole file to the guardian, whose telephone is then sent the code that confirms it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Assist).NeverStored();

        desk.Pages.MapGet("assist/{id:long}/summary", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        desk.Pages.MapPost("assist/{id:long}/code", (HttpContext http, long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, TypedVersion.Read(input.Version), input.Language, input.OtherChild == "1", WebSetup.Network(http)))
            .ThenAsk(new Query(id)).GoingTo(_ => Links.AssistCode(id)).As<Card>());

        desk.Api.MapGet("assist/{id:long}/summary", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        desk.Api.MapPost("assist/{id:long}/code", (HttpContext http, long id, ApiInput input, Bus bus) => bus
            .Do(new Command(id, input.Version, input.Language, input.OtherChild, WebSetup.Network(http))).AsJson());
    }

    /// <param name="Language">Of the SMS and all later ones: ar or fr.</param>
    /// <param name="OtherChild">There is a request for a child of the same name and birth date, and this is another child.</param>
    public sealed record ApiInput(int Version, string? Language, bool OtherChild = false);

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Language { get; init; }

        public string? OtherChild { get; init; }
    }
}
