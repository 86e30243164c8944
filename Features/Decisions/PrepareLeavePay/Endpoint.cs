using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.PrepareLeavePay;

/// <summary>The manager sees which granted leaves are not wholly paid and prepares the decisions that say so to the paying office.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "leaves";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Form>());

        decisions.Pages.MapPost(Route, async (HttpRequest request, Bus bus) =>
            await bus.Do(new Command([.. (await request.ReadFormAsync(request.HttpContext.RequestAborted))["Line"].OfType<string>()])).ThenAsk(new Query())
                .GoingTo(p => p.Decision is { } one ? Links.Show(one) : Links.Batch(p.Batch), "decisions.prepared").As<Form>());

        decisions.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());

        decisions.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Lines ?? [])).AsJson());
    }

    /// <param name="Lines">The stamps of the leaves as they were read.</param>
    public sealed record Input(string[]? Lines);
}
