using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffMerges.ShowMerge;

/// <summary>The office reads a case: both files, who proposed and who decided, what went from one file to the other, and what may be done now.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
