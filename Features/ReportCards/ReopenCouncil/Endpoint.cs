using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.ReopenCouncil;

/// <summary>A head takes a council back into session; after the signature the reason stands in the next minutes.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "councils/{classId:int}/{semester:int}/reopen";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold);

        area.Pages.MapGet(Route, (int classId, int semester, Bus bus) => bus.Ask(new Query(classId, semester)).As<Form>());

        area.Pages.MapPost(Route, (int classId, int semester, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(classId, semester, TypedVersion.Read(input.Version), input.Reason))
            .ThenAsk(new Query(classId, semester)).GoingTo(_ => Links.Council(classId, semester), saying: "report-cards.reopened").As<Form>());

        area.Api.MapPost(Route, (int classId, int semester, ApiInput input, Bus bus) => bus.Do(new Command(classId, semester, input.Version, input.Reason)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Reason { get; init; }
    }

    public sealed record ApiInput(int Version, string? Reason);
}
