using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowDecision;

/// <summary>A manager, visa holder or signatory reads one decision: facts, old and new situation, the chain, and his own buttons.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Visa, Permissions.Sign, Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet("{decision:long}", (long decision, Bus bus) => bus.Ask(new Query(decision)).As<Card>());

        decisions.Api.MapGet("{decision:long}", (long decision, Bus bus) => bus.Ask(new Query(decision)).AsJson());

        decisions.Pages.MapGet("{decision:long}/paper", (long decision, Bus bus) =>
            bus.Ask(new PaperQuery(decision)).Then(p => Results.File(p.Bytes, "application/pdf", p.Name)));
    }
}
