using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowProcedure;

/// <summary>The ministry reads the editions of one procedure, what each changed, and how many decisions follow it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "procedures/{kind}";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Procedures).NeverStored();

        decisions.Pages.MapGet(Route, (string kind, Bus bus) => bus.Ask(new Query(kind)).As<Card>());

        decisions.Api.MapGet(Route, (string kind, Bus bus) => bus.Ask(new Query(kind)).AsJson());
    }
}
