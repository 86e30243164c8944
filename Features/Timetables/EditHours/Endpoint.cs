using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.EditHours;

/// <summary>The head says at which hours of the week the school teaches this year.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit);

        area.Pages.MapGet("hours", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("hours", async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command([.. form["Open"].OfType<string>()], form["Version"])).ThenAsk(new Query()).As<Form>();
        });

        area.Api.MapGet("hours", (Bus bus) => bus.Ask(new Query()).AsJson());
        area.Api.MapPut("hours", (Input input, Bus bus) => bus.Do(new Command(input.Open ?? [], input.Version)).AsJson());
    }

    /// <param name="Open">Hours as "1-M1": Monday, first of the morning.</param>
    /// <param name="Version">The version that was read.</param>
    public sealed record Input(string[]? Open, string? Version);
}
