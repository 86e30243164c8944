using Massar.Features.Files.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ShowUpload;

/// <summary>The family that sent a photo or proof, or the school that decides on it, opens the file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var (family, desk) = (area.ForFamilies(), area.Requiring(Permissions.Read).NeverStored());

        foreach (var door in (LateRoutes[])[family.Pages, family.Api])
            door.MapGet("{id:long}/files/{file:guid}", (long id, Guid file, Bus bus) => bus.Ask(new OwnQuery(id, file)).Then(view => new FileAnswer(view)));

        desk.Pages.MapGet("desk/{id:long}/files/{file:guid}", (long id, Guid file, Bus bus) => bus.Ask(new DeskQuery(id, file)).Then(view => new FileAnswer(view)));

        desk.Api.MapGet("{id:long}/files/{file:guid}", (long id, Guid file, Bus bus) => bus.Ask(new DeskQuery(id, file)).Then(view => new FileAnswer(view)));
    }
}
