using Massar.Features.Deadlines.Parts;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Deadlines.ListSchools;

/// <summary>The directorate sees how much is missing at each of its schools before which deadline; no names, nothing to press.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Watch);

        area.Pages.MapGet("schools", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1, IsWhole: false)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.NeverStored().Pages.MapGet($"schools/list.{kind}", (Bus bus, Text text) => bus.Ask(new Query(1, IsWhole: true)).Then(found => File(kind, found, text)));

        area.Api.MapGet("schools", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1, IsWhole: false)).AsJson());
    }

    // Numbers of schools, not of people: it leaves without leave.
    private static IResult File(string kind, Overview found, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, $"deadlines_schools_{found.Today:yyyy-MM-dd}", text["deadlines.short"], arabic, [$"{text["deadlines.schools"]} – {Infrastructure.Text.Formats.ShortDate(found.Today)}"],
        [
            SheetFile.HeadOf(text, "deadlines.gresa", "deadlines.school", "deadlines.what", "deadlines.how-many", "deadlines.since.head", "deadlines.by.head", "ui.status"),
            .. found.Schools.SelectMany(s => s.Counts.Select(c => (IReadOnlyList<object?>)
                [s.GresaCode, arabic ? s.NameAr : s.NameFr, Phrases.Title(text, c.Text, c.Semester), c.Count, c.Since, c.Due, text[c.IsLate ? "deadlines.state.late" : "deadlines.state.in-time"]])),
        ]);
    }
}
