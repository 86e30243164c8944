using Massar.Features.Exports.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.ShowWindow;

/// <summary>The directorate sees a session of re-orientation whole: its figures, and every request, those that wait for the commission first.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["guidance.change.number", "ui.massar-code", "ui.name", "ui.school", "guidance.change.from", "guidance.change.to", "guidance.change.to-school", "guidance.change.asked-on", "guidance.change.opinion", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet("windows/{window:int}", (int window, string? state, int? page, Bus bus) => bus.Ask(new Query(window, state, page)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"windows/{{window:int}}/list.{kind}", (int window, string? state, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new FileQuery(window, state)).Then(list => exports.Hand(ExportKinds.Reorientation, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet("windows/{window:int}", (int window, string? state, int? page, Bus bus) => bus.Ask(new Query(window, state, page)).AsJson());
    }

    private static IResult File(string kind, Whole list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "reorientation", text["guidance.window"], arabic, [$"{text["guidance.window"]} {Formats.SchoolYear(list.Year)}"],
            [
                SheetFile.HeadOf(text, Heads),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                    Reorientation.NumberOf(l.Id, l.AskedAt), l.Code, arabic ? l.NameAr : l.NameLatin, arabic ? l.SchoolAr : l.SchoolFr, arabic ? l.FromAr : l.FromFr, arabic ? l.ToAr : l.ToFr, arabic ? l.ToSchoolAr : l.ToSchoolFr,
                    Massar.Infrastructure.Data.MoroccanDay.Of(l.AskedAt), text[ChangeOpinions.Key(l.IsFavorable)], text[ReorientationStates.Key(l.State)]]),
            ]);
    }
}
