using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ImportPromotionExam;

/// <summary>A human resources manager brings in the successful candidates of the professional-aptitude exam, typed or from a sheet, and sees each line that is wrong before anything is kept.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "promotions/exam";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query(null, null)).As<Form>());

        decisions.Pages.MapPost(Route, async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var (rows, unreadable) = (form["Rows"].ToString(), false);
            if (form.Files.GetFile("File") is { Length: > 0 } file)
            {
                using var content = new MemoryStream();
                await file.CopyToAsync(content, request.HttpContext.RequestAborted);
                unreadable = ExamRows.TextOf(content.ToArray()) is not { } read || (rows = read).Length == 0;
            }

            return await bus.Do(new Command(form["Year"], rows, unreadable)).ThenAsk(new Query(form["Year"], rows)).GoingTo(p => Links.Promotion(p.Table), "decisions.promotion.prepared").As<Form>();
        });

        decisions.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query(null, null)).AsJson());

        decisions.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Year, input.Rows, false)).AsJson());
    }

    /// <param name="Rows">One candidate a line: payroll number; rank; mark.</param>
    public sealed record Input(string? Year, string? Rows);
}
