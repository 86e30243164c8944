using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.SignMinutes;

/// <summary>A head, having just confirmed their identity, signs the minutes of a council; they are sealed and kept, each version for itself.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "councils/{classId:int}/{semester:int}/minutes";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold).NeverStored();

        area.Pages.MapPost(Route, (int classId, int semester, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(classId, semester, TypedVersion.Read(input.Version)))
            .ThenGo(_ => Links.Council(classId, semester), "report-cards.minutes.signed"));

        area.Pages.MapGet($"{Route}/{{number:int}}", (int classId, int semester, int number, HttpContext http, Bus bus) => bus.Ask(new Query(classId, semester, number)).Then(file => file.Answer(http)));

        area.Api.MapPost(Route, (int classId, int semester, ApiInput input, Bus bus) => bus.Do(new Command(classId, semester, input.Version)).AsJson());

        area.Api.MapGet($"{Route}/{{number:int}}", (int classId, int semester, int number, HttpContext http, Bus bus) => bus.Ask(new Query(classId, semester, number)).Then(file => file.Answer(http)))
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf");
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }

    public sealed record ApiInput(int Version);
}
