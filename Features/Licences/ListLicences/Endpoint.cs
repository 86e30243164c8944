using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ListLicences;

/// <summary>A directorate, an academy and the ministry read the register of licences and the private schools without one, and take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", (string? state, string? q, int? p, Bus bus) => bus.Ask(Page(state, q, p)).As<Table>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"/list.{ending}", (string? state, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.Licences, 0, () => File(ending, list, text))));

        area.Api.MapGet("", (string? state, string? q, int? p, Bus bus) => bus.Ask(Page(state, q, p)).AsJson());
    }

    private static Query Page(string? state, string? q, int? p) => new(state, q, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    private static IResult File(string ending, Register register, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "licences", text["licences.title"], arabic, [],
        [
            SheetFile.HeadOf(text, "licences.paper.number", "schools.gresa", "licences.fact.school", "schools.kind.Directorate", "licences.fact.cycles", "licences.fact.from", "licences.fact.until", "ui.status"),
            .. register.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Number, l.GresaCode, arabic ? l.NameAr : l.NameFr, arabic ? l.DirectorateAr : l.DirectorateFr, string.Join(text["schools.and"], l.Cycles.Split(';').Select(c => text[$"schools.cycle.{c}"])),
                l.StartsOn is { } from ? Formats.ShortDate(from) : null, l.ExpiresOn is { } until ? Formats.ShortDate(until) : null,
                text[l.State is { } state ? $"licences.state.{(l.IsExpired(register.Today) ? "Expired" : state)}" : "licences.state.None"]]),
        ]);
    }
}
