using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.FollowEffects;

/// <summary>The offices follow what a published result brings about: the decisions by directorate, and by name those for whom none could be drafted; who runs the movement has them tried again.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/runs/{campaign:int}/effects";

    public static void Map(AreaRoutes area)
    {
        var readers = area.Requiring(Permissions.Run, Permissions.ValidateAcademy, Permissions.ValidateProvince).NeverStored();

        readers.Pages.MapGet(Route, (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page ?? 1, IsWhole: false)).As<Card>());
        foreach (var kind in (string[])["csv", "xlsx"])
            readers.Pages.MapGet($"{Route}/list.{kind}", (int campaign, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(campaign, 1, IsWhole: true)).Then(effects =>
                exports.Hand(ExportKinds.Moves, effects.Exceptions.Count, () => File(kind, effects, text))));
        readers.Api.MapGet(Route, (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page ?? 1, IsWhole: false)).AsJson());

        area = area.Requiring(Permissions.Run);
        area.Pages.MapPost(Route, (int campaign, Bus bus) => bus.Do(new Command(campaign)).ThenGo(_ => Links.Effects(campaign), saying: "mobility.effects.asked"));
        area.Api.MapPost(Route, (int campaign, Bus bus) => bus.Do(new Command(campaign)).AsJson());
    }

    private static IResult File(string kind, Effects effects, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "exceptions", text["mobility.effects.exceptions"], arabic, [],
        [
            SheetFile.HeadOf(text, ["ui.ppr", "ui.name", "mobility.moves.from", "mobility.moves.to", "ui.reason"]),
            .. effects.Exceptions.Select(e => (IReadOnlyList<object?>)[e.Ppr, arabic ? e.NameAr : e.NameLatin, arabic ? e.FromAr : e.FromFr, arabic ? e.ToAr : e.ToFr, text[$"mobility.effects.why.{e.Code}"]]),
        ]);
    }
}
