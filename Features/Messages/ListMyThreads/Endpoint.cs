using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages.ListMyThreads;

/// <summary>A guardian sees what was written and writes something new; a teacher, a supervisor or an office sees what waits for an answer.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write, Permissions.Own, Permissions.Teach, Permissions.Life, Permissions.Desk, Permissions.Lead).NeverStored();

        area.Pages.MapGet("", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
