using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Marks.AskCorrection;

/// <summary>A teacher asks to correct one published mark, with the reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "sheets/{classId:int}/{subject}/{semester:int}/{number:int}/corrections/{pupil}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter);

        area.Pages.MapGet(Route, (int classId, string subject, int semester, int number, string pupil, Bus bus) =>
            bus.Ask(new Query(new SheetKey(classId, subject, semester, number), pupil)).As<Form>());

        area.Pages.MapPost(Route, (int classId, string subject, int semester, int number, string pupil, [FromForm] Input input, Bus bus) =>
        {
            var key = new SheetKey(classId, subject, semester, number);
            return bus.Do(new Command(key, pupil, input.Mark, input.Reason)).ThenAsk(new Query(key, pupil)).GoingTo(_ => Links.Correct(key, pupil), saying: "marks.correction.asked").As<Form>();
        });

        area.Api.MapPost(Route, (int classId, string subject, int semester, int number, string pupil, Input input, Bus bus) =>
            bus.Do(new Command(new SheetKey(classId, subject, semester, number), pupil, input.Mark, input.Reason)).AsJson());
    }

    public sealed record Input
    {
        public string? Mark { get; init; }

        public string? Reason { get; init; }
    }
}
