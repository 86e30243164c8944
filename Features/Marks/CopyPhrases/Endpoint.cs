using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Marks.CopyPhrases;

/// <summary>A teacher without phrases takes over the ministry's starting set, to change it as one likes.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter);

        area.Pages.MapPost("phrases/start", ([FromForm] Input input, Bus bus) => bus.Do(new Command(input.Language)).ThenGo(Links.PhrasesIn, "marks.phrases.copied"));

        area.Api.MapPost("phrases/start", (Input input, Bus bus) => bus.Do(new Command(input.Language)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>ar or fr.</summary>
        public string? Language { get; init; }
    }
}
