using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.ExportFet;

/// <summary>The head takes the school's data along as a file of the timetable program FET.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) => area.Requiring(Permissions.Edit).NeverStored().Pages.MapGet("school.fet", (Bus bus, ExportDesk exports) =>
        bus.Ask(new Query()).Then(file => exports.Hand(ExportKinds.Timetables, file.Teachers, () => Results.File(file.Bytes, "application/xml", "school.fet"))));
}
