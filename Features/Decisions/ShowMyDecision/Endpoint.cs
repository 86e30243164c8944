using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowMyDecision;

/// <summary>An employee reads one decision about himself and opens the signed paper; opening it is the notice.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine/{decision:long}";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Own).NeverStored();

        decisions.Pages.MapGet(Route, (long decision, Bus bus) => bus.Ask(new Query(decision)).As<Card>());
        decisions.Pages.MapPost($"{Route}/opening", (long decision, Bus bus) => bus.Do(new Command(decision)).ThenGo(_ => Links.ShowMine(decision), "decisions.opened"));
        decisions.Pages.MapGet($"{Route}/paper", (long decision, HttpContext http, Bus bus) =>
            bus.Ask(new PaperQuery(decision)).Then(file => file.Answer(http)));

        decisions.Api.MapGet(Route, (long decision, Bus bus) => bus.Ask(new Query(decision)).AsJson());
        decisions.Api.MapPost($"{Route}/opening", (long decision, Bus bus) => bus.Do(new Command(decision)).AsJson());
        decisions.Api.MapGet($"{Route}/paper", (long decision, HttpContext http, Bus bus) =>
            bus.Ask(new PaperQuery(decision)).Then(file => file.Answer(http)));
    }
}
