using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ShowStatement;

/// <summary>The desk and the head read what the year comes to under each heading: due, exempted, received, outstanding, transferred.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["contributions.heading", "contributions.due", "contributions.exempted", "contributions.received.sum", "contributions.owed", "contributions.owing", "contributions.transferred", "contributions.held"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("statement", (Bus bus) => bus.Ask(new Query()).As<Table>());

        // Sums without persons: they count against nobody's day.
        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"statement.{kind}", (Infrastructure.Localization.Text text, Reader reader, Bus bus) => bus.Ask(new Query()).Then(found => SheetFile.Of(
                kind, $"contributions-{found.Year}", text["contributions.tab.statement"], text.Language == "ar", [$"{text["contributions.tab.statement"]} {Formats.SchoolYear(found.Year)}"],
                [SheetFile.HeadOf(text, Heads), .. found.Lines.Select(l => (IReadOnlyList<object?>)[reader.Name(l.NameAr, l.NameFr), l.Due, l.Exempt, l.Received, l.Owed, l.Owing, l.Transferred, l.Held])])));

        area.Api.MapGet("statement", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
