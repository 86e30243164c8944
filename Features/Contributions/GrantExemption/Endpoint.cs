using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Contributions.GrantExemption;

/// <summary>The head exempts a pupil from headings, with the reason, and ends an exemption that no longer holds.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Answer).NeverStored();

        area.Pages.MapGet("pupils/{id:long}/exempt", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost("pupils/{id:long}/exempt", async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, [.. form["Headings"].OfType<string>()], form["Why"], form["Note"])).ThenAsk(new Query(id)).GoingTo(_ => Links.Exempt(id), saying: "contributions.exempt.done").As<Form>();
        });

        area.Pages.MapPost("exemptions/{id:long}/end", (long id, [FromForm] EndInput input, Bus bus) => bus.Do(new EndCommand(id, input.Version)).ThenGo(ended => Links.Exempt(ended.PupilId), saying: "contributions.exempt.ended"));

        area.Api.MapGet("pupils/{id:long}/exempt", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost("pupils/{id:long}/exempt", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Headings ?? [], input.Why, input.Note)).AsJson());

        area.Api.MapPost("exemptions/{id:long}/end", (long id, EndInput input, Bus bus) => bus.Do(new EndCommand(id, input.Version)).AsJson());
    }

    /// <param name="Headings">Codes.</param>
    /// <param name="Why">Code of the nomenclature exemption-reasons.</param>
    public sealed record Input(string[]? Headings, string? Why, string? Note);

    /// <param name="Version">As it was read; null from a program that does not mind.</param>
    public sealed record EndInput
    {
        public int? Version { get; init; }
    }
}
