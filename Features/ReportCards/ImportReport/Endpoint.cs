using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.ImportReport;

/// <summary>A head brings the filled report of an open council back, sees pupil by pupil what it would write and every cell that does not fit, and confirms.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "councils/{classId:int}/{semester:int}/report";
    private const string Upload = "councils/uploads/{id:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold).NeverStored();

        area.Pages.MapGet(Route, (int classId, int semester, Bus bus) => bus.Ask(new Query(classId, semester)).As<Form>());

        area.Pages.MapPost(Route, async (int classId, int semester, HttpContext http, Bus bus) =>
        {
            var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
            return await bus.Do(new Command(classId, semester, file?.Name ?? "", file?.Content ?? [])).ThenAsk(new Query(classId, semester)).GoingTo(id => Links.ReportUpload(id)).As<Form>();
        });

        area.Api.MapPost(Route, async (int classId, int semester, HttpContext http, Bus bus) =>
        {
            var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
            return await bus.Do(new Command(classId, semester, file?.Name ?? "", file?.Content ?? [])).AsJson();
        });

        area.Pages.MapGet(Upload, (Guid id, Bus bus) => bus.Ask(new PreviewQuery(id)).As<Preview>());

        area.Api.MapGet(Upload, (Guid id, Bus bus) => bus.Ask(new PreviewQuery(id)).AsJson());

        area.Pages.MapPost(Upload, (Guid id, [FromForm] ConfirmInput input, Bus bus) =>
            bus.Do(new ConfirmCommand(id, input.Fingerprint)).ThenAsk(new PreviewQuery(id)).GoingTo(a => Links.Council(a.ClassId, a.Semester), saying: "report-cards.import.done").As<Preview>());

        area.Api.MapPost(Upload, (Guid id, ConfirmInput input, Bus bus) => bus.Do(new ConfirmCommand(id, input.Fingerprint)).AsJson());
    }

    public sealed record ConfirmInput
    {
        /// <summary>The preview's, so that what is confirmed is what was seen.</summary>
        public string? Fingerprint { get; init; }
    }
}
