using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments.ListNotJoined;

/// <summary>The school sees who was expected and has not come in time, and writes down that they did not join.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Confirm).NeverStored();

        area.Pages.MapGet("not-joined", (int? page, Bus bus) => bus.Ask(new Query(page)).As<Table>());

        area.Pages.MapPost("not-joined", async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command([.. form["Pupil"].Select(p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)]))
                .ThenAsk(new Query(null)).Saying("enrollments.not-joined.marked").As<Table>();
        });

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"not-joined/list.{kind}", (Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new FileQuery()).Then(list => exports.Hand(ExportKinds.NotJoined, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet("not-joined", (int? page, Bus bus) => bus.Ask(new Query(page)).AsJson());

        area.Api.MapPost("not-joined", (ApiInput input, Bus bus) => bus.Do(new Command(input.Enrollments ?? [])).AsJson());
    }

    private static IResult File(string kind, Whole list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"not-joined_{list.Year}"), text["enrollments.not-joined"], arabic, [$"{text["enrollments.not-joined"]} {Formats.SchoolYear(list.Year)}"],
            [
                [text["ui.massar-code"], text["ui.name"], text["ui.level"], text["ui.status"]],
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Code, arabic ? l.NameAr : l.NameLatin, arabic ? l.LevelAr : l.LevelFr, text[$"enrollments.state.{l.State}"]]),
            ]);
    }

    public sealed record ApiInput(long[]? Enrollments);
}
