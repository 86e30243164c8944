using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ImportBarriers;

/// <summary>The ministry or an academy brings in the entry barriers of movements of before the program, typed or from a sheet, and sees each line that is wrong before anything is kept.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/barriers";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run);

        area.Pages.MapGet(Route, (int? p, Bus bus) => bus.Ask(new Query(null, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false)).As<Form>());

        // Posts and points, nobody's name: no list of people leaves.
        foreach (var kind in SheetFile.Kinds)
            area.NeverStored().Pages.MapGet($"{Route}/list.{kind}", (Bus bus, Text text) => bus.Ask(new Query(null, 1, IsWhole: true)).Then(kept => File(kind, kept, text)));

        area.Pages.MapPost(Route, async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var (rows, unreadable) = (form["Rows"].ToString(), false);
            if (form.Files.GetFile("File") is { Length: > 0 } file)
            {
                using var content = new MemoryStream();
                await file.CopyToAsync(content, request.HttpContext.RequestAborted);
                unreadable = BarrierRows.TextOf(content.ToArray()) is not { } read || (rows = read).Length == 0;
            }

            return await bus.Do(new Command(form["Category"], form["Source"], form["Confidence"], rows, unreadable)).ThenAsk(new Query(rows, 1, IsWhole: false)).GoingTo(_ => Links.Barriers, "mobility.barriers.kept").As<Form>();
        });

        area.Api.MapGet(Route, (int? p, Bus bus) => bus.Ask(new Query(null, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false)).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Category, input.Source, input.Confidence, input.Rows, false)).AsJson());
    }

    private static IResult File(string kind, Kept kept, Text text) => SheetFile.Of(kind, "barriers", text["mobility.barriers"], text.Language == "ar", [],
    [
        SheetFile.HeadOf(text, "mobility.barriers.year", "mobility.barriers.place", "ui.name", "mobility.group", "mobility.barriers.points", "mobility.barriers.admitted", "mobility.barriers.source", "mobility.barriers.confidence"),
        .. kept.Rows.Select(r => (IReadOnlyList<object?>)[r.Year, r.Code, text.Language == "ar" ? r.PlaceAr : r.PlaceFr, r.Group, r.Points, r.Admitted, r.Source, text[$"mobility.confidence.{r.Confidence}"]]),
    ]);

    /// <param name="Rows">One post a line: year; place; cycle and subject; points; admitted.</param>
    public sealed record Input(string? Category, string? Source, string? Confidence, string? Rows);
}
