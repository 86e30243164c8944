using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListProcedures;

/// <summary>The ministry sees by which chain of visas each kind of decision is made today, and which new edition is to begin.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "procedures";

    private static readonly string[] Heads = ["decisions.kind", "decisions.procedure.edition", "decisions.procedure.starts", "decisions.chain", "decisions.procedure.days", "decisions.procedure.off-day"];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Procedures).NeverStored();

        decisions.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            decisions.Pages.MapGet($"{Route}.{kind}", (Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query()).Then(list => exports.Hand(ExportKinds.Procedures, 0, () => File(kind, list, text))));

        decisions.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());
    }

    private static IResult File(string kind, Procedures list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "procedures", text["decisions.procedure.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[arabic ? l.NameAr : l.NameFr, l.Edition, l.StartsOn, string.Join(" → ", l.Roles.Select(r => string.Join(" + ", Domain.Turns.RolesOf(r).Select(one => text[$"role.{one}"])))), l.Days, l.OffFrom]),
        ]);
    }
}
