using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Classes.PrepareStructure;

/// <summary>The head prepares the structure of the next year: has it proposed, changes lines, sees the teachers it needs, and sends it to the directorate.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Structure);

        area.Pages.MapGet("structure", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("structure", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(Number(input.Line), Number(input.Version), input.Pupils, input.Classes, input.Note)).ThenAsk(new Query()).Saying("ui.saved").As<Form>());

        area.Pages.MapPost("structure/propose", (Bus bus) => bus.Do(new ProposeCommand()).ThenGo(_ => Links.Structure, "classes.structure.proposed"));

        area.Pages.MapPost("structure/send", (Bus bus) => bus.Do(new SendCommand()).ThenGo(_ => Links.Structure, "classes.structure.was-sent"));

        area.Api.MapGet("structure", (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPut("structure/lines/{line:int}", (int line, ApiInput input, Bus bus) => bus.Do(new Command(line, input.Version,
            input.Pupils?.ToString(CultureInfo.InvariantCulture), input.Classes?.ToString(CultureInfo.InvariantCulture), input.Note)).AsJson());

        area.Api.MapPost("structure/propose", (Bus bus) => bus.Do(new ProposeCommand()).AsJson());

        area.Api.MapPost("structure/send", (Bus bus) => bus.Do(new SendCommand()).AsJson());
    }

    private static int Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public sealed record Input
    {
        public string? Line { get; init; }

        public string? Version { get; init; }

        public string? Pupils { get; init; }

        public string? Classes { get; init; }

        public string? Note { get; init; }
    }

    /// <param name="Version">Of the line, as it was read.</param>
    public sealed record ApiInput(int Version, int? Pupils, int? Classes, string? Note);
}
