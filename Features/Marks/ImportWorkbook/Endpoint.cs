using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ImportWorkbook;

/// <summary>A teacher sends a filled workbook, sees what it would change and every line it ignores, and confirms.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "workbooks/{classId:int}/{subject}/{semester:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet(Route, (int classId, string subject, int semester, Bus bus) => bus.Ask(new Query(classId, subject, semester)).As<Form>());

        area.Pages.MapPost(Route, async (int classId, string subject, int semester, HttpContext http, Bus bus) =>
        {
            var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
            return await bus.Do(new Command(classId, subject, semester, file?.Name ?? "", file?.Content ?? []))
                .ThenAsk(new Query(classId, subject, semester)).GoingTo(id => Links.Upload(id)).As<Form>();
        });

        area.Api.MapPost(Route, async (int classId, string subject, int semester, HttpContext http, Bus bus) =>
        {
            var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
            return await bus.Do(new Command(classId, subject, semester, file?.Name ?? "", file?.Content ?? [])).AsJson();
        });

        area.Pages.MapGet("uploads/{id:guid}", (Guid id, Bus bus) => bus.Ask(new PreviewQuery(id)).As<Preview>());

        area.Api.MapGet("uploads/{id:guid}", (Guid id, Bus bus) => bus.Ask(new PreviewQuery(id)).AsJson());

        area.Pages.MapPost("uploads/{id:guid}/columns", async (Guid id, HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var columns = form.Where(f => f.Key.StartsWith("c[", StringComparison.Ordinal) && f.Key.EndsWith(']')).ToDictionary(f => f.Key[2..^1], f => f.Value.ToString());
            return await bus.Do(new ColumnsCommand(id, columns)).ThenGo(_ => Links.Upload(id));
        });

        area.Pages.MapPost("uploads/{id:guid}", async (Guid id, HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return await bus.Do(new ConfirmCommand(id, form["Fingerprint"])).ThenAsk(new PreviewQuery(id)).GoingTo(a => a.Address, saying: "marks.import.done").As<Preview>();
        });

        area.Api.MapPost("uploads/{id:guid}", (Guid id, ConfirmInput input, Bus bus) => bus.Do(new ConfirmCommand(id, input.Fingerprint)).AsJson());
    }

    /// <param name="Fingerprint">The preview's, so that what is confirmed is what was seen.</param>
    public sealed record ConfirmInput(string? Fingerprint);
}
