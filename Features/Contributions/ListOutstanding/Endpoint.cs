using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ListOutstanding;

/// <summary>The desk sees who still owes what; nobody else does, and nothing depends on it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("outstanding", ([AsParameters] Filter filter, Bus bus) => bus.Ask(new Query(filter.Class, filter.P ?? 1, Whole: false)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"outstanding.{kind}", ([AsParameters] Filter filter, Text text, Reader reader, Bus bus, ExportDesk exports) =>
                bus.Ask(new Query(filter.Class, 1, Whole: true)).Then(found => exports.Hand(ExportKinds.Outstanding, found.Accounts.Count, () => File(kind, found, text, reader))));

        area.Api.MapGet("outstanding", ([AsParameters] Filter filter, Bus bus) => bus.Ask(new Query(filter.Class, filter.P ?? 1, Whole: false)).AsJson());
    }

    /// <param name="Class">Number of a class; empty for all.</param>
    public readonly record struct Filter(int? Class, int? P);

    private static IResult File(string kind, Owing found, Text text, Reader reader) => SheetFile.Of(kind, "outstanding", text["contributions.outstanding"], text.Language == "ar", [text["contributions.outstanding"]],
    [
        [text["ui.class"], text["ui.massar-code"], text["ui.name"], .. found.Headings.Select(h => (object?)reader.Name(h.NameAr, h.NameFr)), text["contributions.former"], text["contributions.total"]],
        .. found.Accounts.Select(a => (IReadOnlyList<object?>)[a.Payer.ClassName, a.Payer.MassarCode, reader.Name(a.Payer.NameAr, a.Payer.NameLatin), .. found.Headings.Select(h => (object?)(a.Find(h.Code)?.Owed ?? 0)), found.Former.GetValueOrDefault(a.Payer.Id), a.Owed + found.Former.GetValueOrDefault(a.Payer.Id)]),
    ]);
}
