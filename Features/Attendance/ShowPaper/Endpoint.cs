using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.ShowPaper;

/// <summary>The supervisor or head who rules on a reason opens the paper that came with it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "justifications/{id:long}/{file:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet(Route, (long id, Guid file, Bus bus) => bus.Ask(new Query(id, file)).Then(view => new FileAnswer(view)));
    }
}
