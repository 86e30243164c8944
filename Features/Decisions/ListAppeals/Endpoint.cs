using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListAppeals;

/// <summary>The offices see the appeals of their staff against decisions and lists of promotion, the nearest deadline first, and take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "appeals";

    private static readonly string[] Heads = ["ui.ppr", "ui.name", "decisions.appeal.against", "decisions.appeal.asked-on", "decisions.appeal.due-on", "ui.status"];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Appeals).NeverStored();

        decisions.Pages.MapGet(Route, (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page ?? 1, IsWhole: false)).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            decisions.Pages.MapGet($"{Route}.{kind}", (string? state, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.DecisionAppeals, list.Lines.Count, () => File(kind, list, text))));

        decisions.Api.MapGet(Route, (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page ?? 1, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Appeals list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "appeals", text["decisions.appeal.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Ppr, arabic ? l.NameAr : l.NameLatin, l.AgainstKey is { } key ? $"{text[key]} {l.Number}" : $"{(arabic ? l.AgainstAr : l.AgainstFr)} {l.Number}",
                MoroccanDay.Of(l.AskedAt), l.DueOn, text[l.StateKey]]),
        ]);
    }
}
