using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.VisaDecision;

/// <summary>The holder of the current step grants the visa, returns the decision with a reason or refuses it with a code; its manager may give it up.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{decision:long}/visa";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Visa, Permissions.Sign, Permissions.Prepare);

        decisions.Pages.MapGet(Route, (long decision, string? act, Bus bus) => bus.Ask(new Query(decision, act)).As<Form>());

        decisions.Pages.MapPost(Route, (long decision, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(decision, input.Version, input.Act, input.Reason, input.Remark))
                .ThenAsk(new Query(decision, input.Act)).GoingTo(_ => Links.Inbox(), $"decisions.done.{Acts.Read(input.Act)}").As<Form>());

        decisions.Api.MapPost(Route, (long decision, Input input, Bus bus) =>
            bus.Do(new Command(decision, input.Version, input.Act, input.Reason, input.Remark)).AsJson());
    }

    // Properties, not a constructor: a plain "visa" button sends neither reason nor remark.
    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Act { get; init; }

        public string? Reason { get; init; }

        public string? Remark { get; init; }
    }
}
