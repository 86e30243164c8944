using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.OutOfSchool.CountCases;

/// <summary>The directorate sees per commune how many children of the year are out of school and what became of the others.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("communes", (Bus bus) => bus.Ask(new Query()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"communes.{kind}", (Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(new Query()).Then(counts =>
                exports.Hand(ExportKinds.OutOfSchoolCommunes, 0, () => File(kind, counts, text, reader))));

        area.Api.MapGet("communes", (Bus bus) => bus.Ask(new Query()).AsJson());
    }

    private static IResult File(string kind, Counts counts, Text text, Reader reader) =>
        SheetFile.Of(kind, "out-of-school-communes", text["out-of-school.communes"], text.Language == "ar", [text["out-of-school.communes"]],
        [
            SheetFile.HeadOf(text, "out-of-school.commune", "out-of-school.open", "out-of-school.filter.late", "out-of-school.nobody", "out-of-school.state.ReEnrolled", "out-of-school.state.SecondChance", "out-of-school.state.Vocational", "out-of-school.state.FoundElsewhere", "out-of-school.state.LostSight"),
            .. counts.Lines.Select(l => (IReadOnlyList<object?>)[reader.Name(l.NameAr, l.NameFr), l.Open, l.Late, l.Nobody, l.Back, l.SecondChance, l.Vocational, l.Elsewhere, l.Lost]),
        ]);
}
