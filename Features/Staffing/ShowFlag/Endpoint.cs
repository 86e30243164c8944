using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Staffing.ShowFlag;

/// <summary>The head, the directorate and the person concerned read the same flag: the rule, the data, the answers and whose turn it is.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "schools/{school:int}/flags/{flag}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (int school, string flag, Bus bus) => bus.Ask(new Query(school, flag)).As<Card>());

        area.Api.MapGet(Route, (int school, string flag, Bus bus) => bus.Ask(new Query(school, flag)).AsJson());
    }
}
