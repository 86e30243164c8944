using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Schooling.ShowHistory;

/// <summary>A family, a pupil of age or the head reads all years at school, and takes them along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        var own = area.Requiring(Permissions.Own).NeverStored();
        own.Pages.MapGet("/mine", (Bus bus) => bus.Ask(new Query(null)).As<Card>());
        own.Api.MapGet("/mine", (Bus bus) => bus.Ask(new Query(null)).AsJson());

        area = area.Requiring(Permissions.Own, Permissions.View).NeverStored();
        area.Pages.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Card>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/years.{ending}", (long pupil, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(pupil)).Then(history =>
                exports.Hand(ExportKinds.Schooling, 1, () => File(ending, history, text))));

        area.Api.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).AsJson());
    }

    private static IResult File(string ending, History history, Text text)
    {
        var (arabic, shown) = (text.Language == "ar", history.Shown!);
        return SheetFile.Of(ending, $"schooling-{shown.MassarCode}", text["schooling.title"], arabic, [$"{(arabic ? shown.NameAr : shown.NameLatin)} – {shown.MassarCode}"],
        [
            SheetFile.HeadOf(text, "ui.school-year", "ui.school", "ui.level", "ui.class", "pupils.entered", "pupils.left", "ui.status", "schooling.first", "schooling.second", "schooling.annual", "schooling.scale", "schooling.result"),
            .. shown.Lines.Select(l => (IReadOnlyList<object?>)[
                Infrastructure.Text.Formats.SchoolYear(l.Year), arabic ? l.SchoolAr : l.SchoolFr, arabic ? l.FullLevelAr : l.FullLevelFr, l.ClassName, l.EnteredOn, l.LeftOn, text[$"pupils.state.{l.State}"],
                l.First, l.Second, l.Annual, l.Scale, arabic ? l.ResultAr : l.ResultFr]),
        ]);
    }
}
