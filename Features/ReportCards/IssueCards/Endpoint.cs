using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.IssueCards;

/// <summary>The desk has the cards of a class or of the whole school made, in the background.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue);

        area.Pages.MapGet("issue", (int? year, int? semester, int? @class, Bus bus) => bus.Ask(new Query(year, semester, @class)).As<Form>());

        area.Pages.MapPost("issue", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(Number(input.Year), Number(input.Semester), string.IsNullOrEmpty(input.Class) ? null : Number(input.Class)))
            .ThenAsk(new Query(Number(input.Year), Number(input.Semester), null)).GoingTo(started => Jobs.Links.Job(started.Job)).As<Form>());

        area.Api.MapPost("issue", (ApiInput input, Bus bus) => bus.Do(new Command(input.Year, input.Semester, input.Class)).AsJson());
    }

    private static int Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public sealed record Input
    {
        public string? Year { get; init; }

        public string? Semester { get; init; }

        public string? Class { get; init; }
    }

    /// <param name="Class">None for the whole school.</param>
    public sealed record ApiInput(int Year, int Semester, int? Class);
}
