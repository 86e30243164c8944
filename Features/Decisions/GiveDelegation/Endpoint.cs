using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.GiveDelegation;

/// <summary>The holder of a visa or of the signature, having just confirmed his identity, gives it to a named person from a day to a day: a numbered, sealed act.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "delegations/new";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Delegate).NeverStored();

        decisions.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Form>());

        decisions.Pages.MapPost(Route, async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var command = new Command(Number(form["Delegate"]), form["From"], form["Until"], form["Cause"], form["Scope"] == "all", [.. form["Kind"].OfType<string>().Distinct(StringComparer.Ordinal)]);
            return await bus.Do(command).ThenAsk(new Query()).GoingTo(_ => Links.Delegations(), "decisions.delegation.given").As<Form>();
        });

        decisions.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());

        decisions.Api.MapPost("delegations", (Input input, Bus bus) =>
            bus.Do(new Command(input.Delegate, input.From, input.Until, input.Cause, input.All, [.. (input.Kinds ?? []).OfType<string>().Distinct(StringComparer.Ordinal)])).AsJson());
    }

    private static long Number(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <param name="Delegate">Account of the person.</param>
    /// <param name="From">First day, yyyy-MM-dd.</param>
    /// <param name="Until">Last day.</param>
    /// <param name="All">Decisions of every kind; otherwise those of <paramref name="Kinds"/>.</param>
    public sealed record Input(long Delegate, string? From, string? Until, string? Cause, bool All, string?[]? Kinds);
}
