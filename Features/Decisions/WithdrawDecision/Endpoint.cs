using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.WithdrawDecision;

/// <summary>
/// The human resources manager proposes to take a signed decision back, with its reason: a second decision, which goes through
/// the same visas and the same signature as the first.
/// </summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{decision:long}/withdrawal";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (long decision, Bus bus) => bus.Ask(new Query(decision)).As<Form>());

        decisions.Pages.MapPost(Route, (long decision, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(decision, input.Version, input.Reason, input.Remark))
                .ThenAsk(new Query(decision)).GoingTo(p => Links.Show(p.Decision), "decisions.withdrawal.prepared").As<Form>());

        decisions.Api.MapPost(Route, (long decision, Input input, Bus bus) =>
            bus.Do(new Command(decision, input.Version, input.Reason, input.Remark)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Reason { get; init; }

        public string? Remark { get; init; }
    }
}
