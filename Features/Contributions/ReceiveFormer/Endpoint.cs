using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ReceiveFormer;

/// <summary>The desk receives what is left of former years, with one receipt for each of them.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "pupils/{id:long}/former";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var amounts = form.Where(f => f.Key.StartsWith("a[", StringComparison.Ordinal) && f.Key.EndsWith(']')).ToDictionary(f => f.Key[2..^1], f => (string?)f.Value, StringComparer.Ordinal);
            return await bus.Do(new Command(id, form["Seen"], amounts)).ThenAsk(new Query(id)).GoingTo(_ => Links.Pupil(id), saying: "contributions.former.received").As<Form>();
        });

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Seen, input.Amounts ?? [])).AsJson());
    }

    /// <param name="Seen">As the balance gave it; empty from a program that does not mind.</param>
    /// <param name="Amounts">Dirhams by year and code of the heading: <c>2025/ASSOC</c>.</param>
    public sealed record Input(string? Seen, Dictionary<string, string?>? Amounts);
}
