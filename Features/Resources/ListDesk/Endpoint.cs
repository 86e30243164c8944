using Massar.Features.Exports.Domain;
using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Resources.ListDesk;

/// <summary>A teacher follows the own resources and sees what is published; an inspector also what waits to be judged.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Offer, Permissions.Judge).NeverStored();

        area.Pages.MapGet("desk", (string? show, string? subject, int? page, Bus bus) => bus.Ask(new Query(show, subject, page)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"desk.{kind}", (string? show, string? subject, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new Query(show, subject, null) { IsWhole = true }).Then(desk => exports.Hand(ExportKinds.Resources, 0, () => File(kind, desk, text))));

        area.Api.MapGet("desk", (string? show, string? subject, int? page, Bus bus) => bus.Ask(new Query(show, subject, page)).AsJson());
    }

    private static IResult File(string kind, Desk desk, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "resources", text["resources.desk"], arabic, [],
        [
            SheetFile.HeadOf(text, "resources.title-ar", "resources.title-fr", "ui.subject", "resources.level", "resources.chapter", "ui.status", "resources.since", "resources.weights"),
            .. desk.Lines.Select(l => (IReadOnlyList<object?>)
            [
                l.View.TitleAr, l.View.TitleFr, arabic ? l.View.SubjectAr : l.View.SubjectFr, arabic ? l.View.LevelAr : l.View.LevelFr, l.View.Chapter, text[ResourceNames.Of(l.View.State)],
                MoroccanDay.Of(l.View.StateSince), string.Join(" – ", l.Variants.Select(v => $"{text[ResourceNames.Of(v.Kind)]} {Formats.FileSize(v.Length, text.Language)}")),
            ]),
        ]);
    }
}
