using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exchanges.PlaceOffer;

/// <summary>An employee puts his own line on the board, changes where he would like to be, or takes the line off.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/offer", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("/offer", async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var command = new Command(form["Version"], [.. form["Directorate"].OfType<string>()], form["Schools"], form["Do"] == Command.Remove);
            return await bus.Do(command).ThenAsk(new Query()).GoingTo(_ => Links.Board, command.IsRemoval ? "exchanges.offer.removed" : "exchanges.offer.saved").As<Form>();
        });

        area.Api.MapGet("/offer", (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPost("/offer", (Input input, Bus bus) => bus.Do(new Command(input.Version, input.Directorates ?? [], input.Schools, input.Do == Command.Remove)).AsJson());
    }

    /// <param name="Directorates">Numbers of whole directorates.</param>
    /// <param name="Schools">Codes of schools, between spaces.</param>
    /// <param name="Do">"remove" takes the line off the board.</param>
    public sealed record Input(string? Version, string[]? Directorates, string? Schools, string? Do);
}
