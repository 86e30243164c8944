using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.OutOfSchool.ListLeavers;

/// <summary>A school sees which of its own pupils are looked for, by whom, and what became of them; not what families said.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School).NeverStored();

        area.Pages.MapGet("school", (int? p, Bus bus) => bus.Ask(new Query(p is > 0 and < 100_000 ? p.Value : 1)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"school/list.{kind}", (Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(new Query(1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.Leavers, list.Lines.Count, () => File(kind, list, text, reader))));

        area.Api.MapGet("school", (int? p, Bus bus) => bus.Ask(new Query(p is > 0 and < 100_000 ? p.Value : 1)).AsJson());
    }

    private static IResult File(string kind, Leavers list, Text text, Reader reader) =>
        SheetFile.Of(kind, "leavers", text["out-of-school.leavers"], text.Language == "ar", [text["out-of-school.leavers"]],
        [
            SheetFile.HeadOf(text, "ui.massar-code", "ui.name", "ui.level", "out-of-school.cause", "out-of-school.since", "ui.status", "out-of-school.officer"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Code, reader.Name(l.NameAr, l.NameLatin), reader.Name(l.LevelAr, l.LevelFr), text[$"out-of-school.cause.{l.Cause}"], l.Since, text[$"out-of-school.seen.{l.Seen}"], l.OfficerAr is null ? null : reader.Name(l.OfficerAr, l.OfficerLatin!)]),
        ]);
}
