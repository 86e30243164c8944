using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments.ImportRoster;

/// <summary>The head brings a learning platform's OneRoster package in; it is held against the standard and the school, and nothing is written.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "imports/oneroster";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Exchange).NeverStored();

        area.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost(Route, async (HttpContext http, Bus bus) =>
            await bus.Do(await Sent(http)).ThenAsk(new Query()).GoingTo(sent => sent.IsValid ? Links.Import(sent.Import) : Links.Findings(sent.Import)).As<Form>());

        area.Api.MapPost(Route, async (HttpContext http, Bus bus) => await bus.Do(await Sent(http)).AsJson());
    }

    private static async Task<Command> Sent(HttpContext http)
    {
        var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
        return new Command(file?.Name ?? "", file?.Content ?? []);
    }
}
