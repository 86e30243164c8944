using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.StaffPapers.AskForPaper;

/// <summary>An employee gets a work certificate or a statement of situation alone, anywhere; it is sealed at once when the data are right.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask).NeverStored();

        area.Pages.MapPost("/", ([FromForm] Input input, Bus bus) => bus.Do(new Command(input.Kind)).ThenGo(paper => Links.Show(paper.Id)));

        area.Api.MapPost("", (Input input, Bus bus) => bus.Do(new Command(input.Kind)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>WorkCertificate, SituationStatement, ServiceStatement.</summary>
        public string? Kind { get; init; }
    }
}
