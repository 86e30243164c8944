using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.PupilNotes.ReadFiles;

/// <summary>Whoever opened files reads them: needs, alerts, strengths, what is new first. What was not opened lately is not shown.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "classes/{classId:int}/files";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read, Permissions.Lead).NeverStored();

        area.Pages.MapGet(Route, (int classId, int? p, Bus bus) => bus.Ask(new Query(classId, p ?? 1)).As<Files>());

        area.Api.MapGet(Route, (int classId, int? p, Bus bus) => bus.Ask(new Query(classId, p ?? 1)).AsJson());
    }
}
