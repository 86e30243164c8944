using Massar.Features.Deadlines.Domain;
using Massar.Features.Deadlines.Parts;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Deadlines.ListBlocks;

/// <summary>A head reads all missing things of one kind, page by page, and takes the list of one kind or of all along as a file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Board);

        area.Pages.MapGet("kinds/{code}", (string code, int? page, Bus bus) => bus.Ask(new Query(code, page ?? 1)).As<List>());

        foreach (var kind in SheetFile.Kinds)
            area.NeverStored().Pages.MapGet($"list.{kind}", (HttpRequest request, Bus bus, Text text, ExportDesk exports) => bus.Ask(new FileQuery(request.Query["kind"])).Then(whole =>
                exports.Hand(ExportKinds.Deadlines, whole.Persons, () => File(kind, whole, text))));

        area.Api.MapGet("kinds/{code}", (string code, int? page, Bus bus) => bus.Ask(new Query(code, page ?? 1)).AsJson());
    }

    private static IResult File(string kind, Whole whole, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, $"deadlines_{whole.Today:yyyy-MM-dd}", text["deadlines.short"], arabic, [$"{text["deadlines.title"]} – {Infrastructure.Text.Formats.ShortDate(whole.Today)}"],
        [
            SheetFile.HeadOf(text, "deadlines.what", "ui.class", "deadlines.subject", "deadlines.teacher", "deadlines.pupil", "ui.massar-code", "deadlines.label", "deadlines.detail", "deadlines.turn", "deadlines.since.head", "deadlines.by.head", "ui.status"),
            .. whole.Kinds.SelectMany(k => k.Things.Select(t => (IReadOnlyList<object?>)
            [
                Phrases.Title(text, k.Text, k.Semester), t.ClassName, arabic ? t.SubjectAr : t.SubjectFr, arabic ? t.TeacherAr : t.TeacherLatin, arabic ? t.PupilAr : t.PupilLatin, t.MassarCode, t.Label, Phrases.Says(text, t),
                text[$"deadlines.turn.{k.Turn}"], t.Since, t.Due, text[t.IsLate ? "deadlines.state.late" : "deadlines.state.in-time"],
            ])),
        ]);
    }
}
