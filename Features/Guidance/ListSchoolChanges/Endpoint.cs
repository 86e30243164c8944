using Massar.Features.Exports.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.ListSchoolChanges;

/// <summary>A head sees which pupils of the school ask for another stream, class by class and the oldest first; takes the list along, and opens each to give the opinion or to choose the class.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.class", "guidance.change.number", "ui.massar-code", "ui.name", "guidance.change.from", "guidance.change.to", "guidance.change.to-school", "guidance.change.asked-on", "guidance.change.opinion", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Advise).NeverStored();

        area.Pages.MapGet("changes/school", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page, IsWhole: false)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"changes/school/list.{kind}", (string? state, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new Query(state, null, IsWhole: true)).Then(list => exports.Hand(ExportKinds.Reorientation, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet("changes/school", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Requests list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "reorientation", text["guidance.change"], arabic, [],
            [
                SheetFile.HeadOf(text, Heads),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                    l.ClassName, Reorientation.NumberOf(l.Id, l.AskedAt), l.Code, arabic ? l.NameAr : l.NameLatin, arabic ? l.FromAr : l.FromFr, arabic ? l.ToAr : l.ToFr, arabic ? l.ToSchoolAr : l.ToSchoolFr,
                    Massar.Infrastructure.Data.MoroccanDay.Of(l.AskedAt), text[ChangeOpinions.Key(l.IsFavorable)], text[ReorientationStates.Key(l.State)]]),
            ]);
    }
}
