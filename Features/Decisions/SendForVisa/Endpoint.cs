using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.SendForVisa;

/// <summary>The manager sends prepared or corrected decisions into the visa chain: one, several, or all of a batch.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare);

        decisions.Pages.MapPost("send", async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var command = new Command(Number(form["Batch"]), [.. form["Line"].Select(l => Number(l?.Split(':')[0])).OfType<long>().Distinct()]);
            return await bus.Do(command).ThenGo(s => command.Batch is { } batch ? Links.Batch(batch) : Links.Inbox(), "decisions.sent");
        });

        decisions.Api.MapPost("send", (Input input, Bus bus) => bus.Do(new Command(input.Batch, input.Decisions ?? [])).AsJson());
    }

    private static long? Number(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public sealed record Input(long? Batch, long[]? Decisions);
}
