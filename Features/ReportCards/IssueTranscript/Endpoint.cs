using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.IssueTranscript;

/// <summary>A pupil or guardian gets the sealed transcript of a year whose cards are out; asked again, the same paper.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapPost("transcripts", ([FromForm] Input input, Bus bus) => bus.Do(new Command(Number(input.Pupil), (int)Number(input.Year))).ThenGo(made => Links.Card(made.Card)));

        area.Api.MapPost("transcripts", (ApiInput input, Bus bus) => bus.Do(new Command(input.Pupil, input.Year)).AsJson());
    }

    private static long Number(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public sealed record Input
    {
        public string? Pupil { get; init; }

        public string? Year { get; init; }
    }

    public sealed record ApiInput(long Pupil, int Year);
}
