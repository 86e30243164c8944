using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Schools.ShowSchool;

/// <summary>A director or the ministry looks into a school: what it is, the quarters it takes, its classes and pupils of the year.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var offices = area.Requiring(Permissions.View);

        offices.Pages.MapGet("/{id:int}/details", (int id, Bus bus) => bus.Ask(new Query(id)).As<Card>());
        offices.Api.MapGet("/{id:int}/details", (int id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
