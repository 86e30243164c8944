using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Escalations.ListPassed;

/// <summary>The responsible office of a directorate sees which cases its heads left without an answer: what kind, which number, since when, at which school; not what is written in them.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Pupils, Permissions.Staff).NeverStored();

        area.Pages.MapGet("passed", (string? kind, string? q, int? p, Bus bus) => bus.Ask(Page(kind, q, p)).As<Table>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"passed/list.{ending}", (string? kind, string? q, Bus bus, Text text) => bus.Ask(new Query(kind, q, 1, IsWhole: true)).Then(list => File(ending, list, text)));

        area.Api.MapGet("passed", (string? kind, string? q, int? p, Bus bus) => bus.Ask(Page(kind, q, p)).AsJson());
    }

    private static Query Page(string? kind, string? q, int? p) => new(kind, q, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    // Kinds and numbers of cases, no people: it leaves without leave.
    private static IResult File(string ending, Listed list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, $"passed-on_{list.Today:yyyy-MM-dd}", text["escalations.passed"], arabic, [$"{text["escalations.passed"]} – {Infrastructure.Text.Formats.ShortDate(list.Today)}"],
        [
            SheetFile.HeadOf(text, "escalations.kind", "escalations.number", "escalations.gresa", "escalations.school", "escalations.since", "escalations.due", "escalations.passed.day"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[text[$"escalations.kind.{l.Kind}"], l.Number, l.GresaCode, arabic ? l.SchoolAr : l.SchoolFr, l.Since, l.DueOn, l.PassedOn]),
        ]);
    }
}
