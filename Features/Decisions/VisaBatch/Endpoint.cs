using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.VisaBatch;

/// <summary>The holder of a step grants, returns or refuses up to fifty visas at once and reads what became of each.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Visa, Permissions.Sign);

        decisions.Pages.MapPost("visa", async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var command = new Command([.. form["Line"].Select(Read).OfType<Line>()], form["Act"], form["Reason"], form["Remark"]);
            return await bus.Do(command).Then(result => new PartialAnswer(typeof(Receipt), new() { ["Model"] = result }));
        });

        decisions.Api.MapPost("visa", (Input input, Bus bus) =>
            bus.Do(new Command([.. (input.Lines ?? []).OfType<Line>()], input.Act, input.Reason, input.Remark)).AsJson());
    }

    // "12:3": the decision and the version it was read at.
    private static Line? Read(string? typed) =>
        typed?.Split(':') is [var id, var version]
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var decision)
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? new Line(decision, at) : null;

    public sealed record Input(Line[]? Lines, string? Act, string? Reason, string? Remark);
}
