using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages.ShowPicture;

/// <summary>Who reads a conversation opens a picture that came with it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/files/{file:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write, Permissions.Own, Permissions.Teach, Permissions.Life, Permissions.Desk, Permissions.Lead).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet(Route, (long id, Guid file, Bus bus) => bus.Ask(new Query(id, file)).Then(view => new FileAnswer(view)));
    }
}
