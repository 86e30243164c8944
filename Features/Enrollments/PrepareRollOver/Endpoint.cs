using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments.PrepareRollOver;

/// <summary>The head makes a dry run of the passage into the next year: every pupil with where he goes, and by name everybody who would not move and why.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Roll).NeverStored();

        area.Pages.MapGet("roll-over", (string? show, int? page, Bus bus) => bus.Ask(new Query(show, page)).As<Table>());

        area.Pages.MapPost("roll-over/check", (Bus bus) => bus.Do(new Command()).ThenGo(started => Jobs.Links.Job(started.Job)));

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"roll-over/list.{kind}", (string? show, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new FileQuery(show)).Then(list => exports.Hand(ExportKinds.RollOver, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet("roll-over", (string? show, int? page, Bus bus) => bus.Ask(new Query(show, page)).AsJson());

        area.Api.MapPost("roll-over/check", (Bus bus) => bus.Do(new Command()).AsJson());
    }

    private static IResult File(string kind, Whole list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"roll-over_{list.FromYear}"), text["enrollments.roll"], arabic,
            [$"{text["enrollments.roll"]} {Formats.SchoolYear(list.FromYear)} – {Formats.SchoolYear(list.FromYear + 1)}"],
            [
                [text["ui.massar-code"], text["ui.name"], text["enrollments.from-class"], text["enrollments.end"], text["enrollments.destination"], text["ui.school"], text["enrollments.obstacle"]],
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Code, arabic ? l.NameAr : l.NameLatin, l.ClassName, text[$"enrollments.end.{l.End}"], Level(l, arabic), arabic ? l.SchoolAr : l.SchoolFr,
                    l.Obstacle == Obstacle.None ? null : text[$"enrollments.obstacle.{l.Obstacle}"]]),
            ]);
    }

    private static string? Level(Line line, bool arabic) => arabic ? Join(line.LevelAr, line.StreamAr) : Join(line.LevelFr, line.StreamFr);

    private static string? Join(string? level, string? stream) => stream is null ? level : $"{level} – {stream}";
}
