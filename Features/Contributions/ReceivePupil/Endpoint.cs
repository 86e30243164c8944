using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ReceivePupil;

/// <summary>The desk reads one pupil's account and receives what is brought, in whole or in part.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("pupils/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost("pupils/{id:long}", async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var amounts = form.Where(f => f.Key.StartsWith("a[", StringComparison.Ordinal) && f.Key.EndsWith(']')).ToDictionary(f => f.Key[2..^1], f => (string?)f.Value, StringComparer.Ordinal);
            return await bus.Do(new Command(id, form["Seen"], amounts)).ThenAsk(new Query(id)).GoingTo(made => Links.Entry(made.Id), saying: "contributions.received.one").As<Form>();
        });

        area.Api.MapGet("pupils/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost("pupils/{id:long}", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Seen, input.Amounts ?? [])).AsJson());
    }

    /// <param name="Seen">As the account gave it; empty from a program that does not mind.</param>
    /// <param name="Amounts">Dirhams by code of the heading.</param>
    public sealed record Input(string? Seen, Dictionary<string, string?>? Amounts);
}
