using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffMerges.ListMerges;

/// <summary>The office reads its cases of files of one employee: what waits for a second person, what is in force, what was taken back.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("/", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page, IsWhole: false)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"list.{kind}", (string? state, Bus bus, Text text, Reader reader, ExportDesk exports) =>
                bus.Ask(new Query(state, null, IsWhole: true)).Then(list => exports.Hand(ExportKinds.StaffMerges, 2 * list.Lines.Count, () => File(kind, list, text, reader))));

        area.Api.MapGet("", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Listed list, Text text, Reader reader) =>
        SheetFile.Of(kind, "staff-merges", text["staff-merges.title"], text.Language == "ar", [text["staff-merges.title"]],
            [
                SheetFile.HeadOf(text, "ui.name", "staff-merges.kept", "staff-merges.gone", "ui.date", "ui.status"),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[reader.Name(l.NameAr, l.NameLatin), l.KeptPpr, l.OtherPpr, MoroccanDay.Of(l.ProposedAt), text[$"staff-merges.state.{l.State}"]]),
            ]);
}
