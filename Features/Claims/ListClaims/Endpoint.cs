using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Claims.ListClaims;

/// <summary>The head sees who asks for children of the school, who was added by a slip, who left, and what a guardian refused.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Decide).NeverStored();

        area.Pages.MapGet("", (string? state, int? p, Bus bus) => bus.Ask(new Query(state, p is > 0 and < 100_000 ? p.Value : 1)).As<List>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"/list.{ending}", (string? state, Bus bus, Text text, ExportDesk exports) => bus.Ask(new FileQuery(state)).Then(list =>
                exports.Hand(ExportKinds.Claims, list.Lines.Count, () => File(ending, list, text))));

        area.Api.MapGet("", (string? state, int? p, Bus bus) => bus.Ask(new Query(state, p is > 0 and < 100_000 ? p.Value : 1)).AsJson());
    }

    private static IResult File(string ending, Claims list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "claims", text["claims.title"], arabic, [],
        [
            SheetFile.HeadOf(text, "ui.massar-code", "claims.child", "claims.claimant", "pupils.quality", "claims.kind", "claims.asked-on", "ui.status"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.MassarCode, arabic ? l.ChildAr : l.ChildLatin, arabic ? l.NameAr : l.NameLatin, text[$"pupils.quality.{l.Quality}"], text[$"claims.kind.{l.Kind}"], MoroccanDay.Of(l.AskedAt), text[$"claims.state.{l.State}"]]),
        ]);
    }
}
