using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.HandOverMarks;

/// <summary>A teacher hands a complete sheet over to the administration; from then on it is read-only for them.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "sheets/{classId:int}/{subject}/{semester:int}/{number:int}/hand-over";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter);

        area.Pages.MapGet(Route, (int classId, string subject, int semester, int number, Bus bus) =>
            bus.Ask(new Query(new SheetKey(classId, subject, semester, number))).As<Form>());

        area.Pages.MapPost(Route, (int classId, string subject, int semester, int number, Bus bus) =>
        {
            var key = new SheetKey(classId, subject, semester, number);
            return bus.Do(new Command(key)).ThenAsk(new Query(key)).GoingTo(_ => Links.Sheet(key), saying: "marks.handed-over").As<Form>();
        });

        area.Api.MapPost(Route, (int classId, string subject, int semester, int number, Bus bus) =>
            bus.Do(new Command(new SheetKey(classId, subject, semester, number))).AsJson());
    }
}
