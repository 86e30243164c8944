using System.Globalization;
using Massar.Features.PrintKits.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PrintKits.AskKit;

/// <summary>The school's office presses one button for the papers of a season: those of a class at once, those of the whole school made in the background.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Print);

        area.Pages.MapGet("", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Season ?? "", string.IsNullOrEmpty(input.Class) ? null : Number(input.Class)))
            .ThenAsk(new Query()).GoingTo(started => started.Job is { } job ? Jobs.Links.Job(job) : started.File!).As<Form>());

        area.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPost("", (ApiInput input, Bus bus) => bus.Do(new Command(input.Season ?? "", input.Class)).AsJson());
    }

    private static int Number(string typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public sealed record Input
    {
        public string? Season { get; init; }

        public string? Class { get; init; }
    }

    /// <param name="Season">start, exam, term-1 or term-2.</param>
    /// <param name="Class">None for the whole school.</param>
    public sealed record ApiInput(string? Season, int? Class);
}
