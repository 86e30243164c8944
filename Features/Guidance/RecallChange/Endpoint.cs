using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.RecallChange;

/// <summary>The directorate takes a decision on a change of stream back, with a reason the family reads, while the pupil is not placed; a seat given is free again.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "changes/{request:long}/recall";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).As<Form>());

        area.Pages.MapPost(Route, (long request, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(request)).ThenAsk(new Query(request)).GoingTo(_ => Links.Change(request), saying: "guidance.change.recalled").As<Form>());

        area.Api.MapPost(Route, (long request, Input input, Bus bus) => bus.Do(input.ToCommand(request)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand(long request) => new(request, TypedVersion.Read(Version), Reason);
    }
}
