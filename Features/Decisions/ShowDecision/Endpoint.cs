using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowDecision;

/// <summary>A manager, visa holder, signatory or auditor reads one decision: facts, old and new situation, the chain, and his own buttons.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Visa, Permissions.Sign, Permissions.Prepare, Permissions.Read).NeverStored();

        decisions.Pages.MapGet("{decision:long}", (long decision, Bus bus) => bus.Ask(new Query(decision)).As<Card>());

        decisions.Api.MapGet("{decision:long}", (long decision, Bus bus) => bus.Ask(new Query(decision)).AsJson());

        decisions.Pages.MapGet("{decision:long}/paper", (long decision, HttpContext http, Bus bus) =>
            bus.Ask(new PaperQuery(decision)).Then(file => file.Answer(http)));
    }
}
