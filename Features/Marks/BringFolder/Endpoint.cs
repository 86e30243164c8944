using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.BringFolder;

/// <summary>A teacher brings the workbooks of several classes and subjects at once, and sees those of the last days.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet("folders", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("folders", async (HttpContext http, Bus bus) =>
            await bus.Do(new Command(await SheetFiles.AllUploaded(http.Request, http.RequestAborted))).ThenAsk(new Query()).GoingTo(id => Links.Folder(id)).As<Form>());

        area.Api.MapGet("folders", (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPost("folders", async (HttpContext http, Bus bus) =>
            await bus.Do(new Command(await SheetFiles.AllUploaded(http.Request, http.RequestAborted))).AsJson());
    }
}
