using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.SignDecisions;

/// <summary>The signatory, having just confirmed his identity, signs one decision or a pile; a pile is signed in the background, one transaction each.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Sign);

        decisions.Pages.MapPost("{decision:long}/signature", (long decision, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(decision, Number(input.Version))).ThenGo(s => Links.Show(s.Decision), "decisions.signed"));

        decisions.Api.MapPost("{decision:long}/signature", (long decision, Input input, Bus bus) =>
            bus.Do(new Command(decision, Number(input.Version))).AsJson());

        decisions.Pages.MapPost("signatures", async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return await bus.Do(new PileCommand([.. form["Line"].Select(l => Number(l?.Split(':')[0])).Where(n => n > 0).Select(n => (long)n)], null, form["Kind"].ToString().Split(':')[0], form["Kind"].ToString().Split(':') is [_, var count] ? Number(count) : null)).ThenGo(p => Links.Signing(p.Work));
        });

        decisions.Api.MapPost("signatures", (PileInput input, Bus bus) => bus.Do(new PileCommand(input.Decisions ?? [], input.Batch, input.Kind, input.Count)).AsJson());

        decisions.Pages.MapGet("signatures/{work:long}", (long work, Bus bus) => bus.Ask(new Query(work)).As<Receipt>());

        decisions.Api.MapGet("signatures/{work:long}", (long work, Bus bus) => bus.Ask(new Query(work)).AsJson());
    }

    private static int Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public sealed record Input(string? Version);

    public sealed record PileInput(long[]? Decisions, long? Batch, string? Kind = null, int? Count = null);
}
