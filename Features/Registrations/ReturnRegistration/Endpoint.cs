using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ReturnRegistration;

/// <summary>A head asks the family to correct named parts of the file; nothing else reopens.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Decide).NeverStored();

        desk.Pages.MapGet("desk/{id:long}/return", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        desk.Pages.MapPost("desk/{id:long}/return", async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, [.. form["Topics"].Select(t => t ?? "")], form["Remark"])).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), "registrations.returned").As<Form>();
        });

        desk.Api.MapPost("{id:long}/return", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Topics ?? [], input.Remark)).AsJson());
    }

    /// <param name="Topics">Codes of the parts to correct: "proof", "birth-act"…</param>
    public sealed record Input(string[]? Topics, string? Remark);
}
