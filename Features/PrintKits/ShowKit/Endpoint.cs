using Massar.Features.Exports.Domain;
using Massar.Features.PrintKits.Parts;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.PrintKits.ShowKit;

/// <summary>The school's office fetches the papers of a season for the whole school.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Print).NeverStored();

        area.Pages.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        foreach (var routes in (LateRoutes[])[area.Pages, area.Api])
            routes.MapGet("{id:long}/kit.pdf", (long id, Bus bus, ExportDesk exports) => bus.Ask(new FileQuery(id)).Then(file => exports.Hand(ExportKinds.PrintKits, file.Persons, () => new KitFile(file))))
                .Produces(StatusCodes.Status200OK, contentType: "application/pdf");
    }
}
