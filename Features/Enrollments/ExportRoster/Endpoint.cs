using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments.ExportRoster;

/// <summary>The head takes the school's classes, pupils and teachers of the year along in the form that learning platforms read (OneRoster 1.2, CSV).</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Exchange).NeverStored();

        area.Pages.MapGet("oneroster.zip", (Bus bus, ExportDesk exports) =>
            bus.Ask(new Query()).Then(roster => exports.Hand(ExportKinds.Roster, roster.Persons, () => SheetFile.Package($"oneroster-{roster.GresaCode}", OneRoster.Tables(roster)))));
    }
}
