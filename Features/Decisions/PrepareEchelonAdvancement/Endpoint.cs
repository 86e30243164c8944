using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.PrepareEchelonAdvancement;

/// <summary>A human resources manager sees who has reached the next échelon, with the rule explained, and prepares the decisions.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "echelon";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare);

        decisions.Pages.MapGet(Route, (string? on, string? show, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(on, show, q, page ?? 1)).As<Form>());

        decisions.Pages.MapPost(Route, async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var command = new Command(form["On"], [.. Numbers(form["Employee"])], form["All"] == "true");
            return await bus.Do(command).ThenAsk(new Query(command.On, null, null, 1)).GoingTo(p => Links.Batch(p.Batch), "decisions.prepared").As<Form>();
        });

        decisions.Api.MapGet(Route, (string? on, string? show, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(on, show, q, page ?? 1)).AsJson());

        decisions.Api.MapPost(Route, (Input input, Bus bus) =>
            bus.Do(new Command(input.On, input.Employees ?? [], input.All)).AsJson());
    }

    private static IEnumerable<long> Numbers(IEnumerable<string?> typed) =>
        typed.Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(n => n > 0).Distinct();

    public sealed record Input(string? On, long[]? Employees, bool All);
}
