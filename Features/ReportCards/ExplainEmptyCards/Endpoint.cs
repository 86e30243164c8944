using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards.ExplainEmptyCards;

/// <summary>"Why is this card empty?": what misses for the cards of a class, and who must act.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "classes/{classId:int}/{semester:int}/empty";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue);

        area.Pages.MapGet(Route, (int classId, int semester, Bus bus) => bus.Ask(new Query(classId, semester)).As<Table>());

        area.Api.MapGet(Route, (int classId, int semester, Bus bus) => bus.Ask(new Query(classId, semester)).AsJson());
    }
}
