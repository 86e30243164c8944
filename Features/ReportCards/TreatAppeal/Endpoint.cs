using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.TreatAppeal;

/// <summary>A head reads a family's appeal, seizes the council, which meets again, and passes on what its new minutes say with the reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "appeals/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost($"{Route}/seize", (long id, [FromForm] SeizeInput input, Bus bus) => bus
            .Do(new SeizeCommand(id, TypedVersion.Read(input.Version), TypedVersion.Read(input.CouncilVersion), input.Present)).ThenAsk(new Query(id)).GoingTo(seized => Links.CouncilOf(seized.ClassId, seized.Semester, seized.PupilId), "report-cards.appeal.seized").As<Form>());

        area.Pages.MapPost($"{Route}/answer", (long id, [FromForm] AnswerInput input, Bus bus) => bus
            .Do(new AnswerCommand(id, TypedVersion.Read(input.Version), input.Answer)).ThenAsk(new Query(id)).GoingTo(_ => Links.AppealCase(id), "report-cards.appeal.answered").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost($"{Route}/seize", (long id, ApiSeize input, Bus bus) => bus.Do(new SeizeCommand(id, input.Version, input.CouncilVersion, input.Present)).AsJson());

        area.Api.MapPost($"{Route}/answer", (long id, ApiAnswer input, Bus bus) => bus.Do(new AnswerCommand(id, input.Version, input.Answer)).AsJson());

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet($"{Route}/paper", (long id, Bus bus) => bus.Ask(new PaperQuery(id)).Then(view => new FileAnswer(view)));
    }

    /// <param name="Present">Who sits again, one person a line.</param>
    /// <param name="CouncilVersion">The council's, as it was read with the appeal.</param>
    public sealed record ApiSeize(int Version, int CouncilVersion, string? Present);

    public sealed record ApiAnswer(int Version, string? Answer);

    public sealed record SeizeInput
    {
        public string? Version { get; init; }

        public string? CouncilVersion { get; init; }

        public string? Present { get; init; }
    }

    public sealed record AnswerInput
    {
        public string? Version { get; init; }

        public string? Answer { get; init; }
    }
}
