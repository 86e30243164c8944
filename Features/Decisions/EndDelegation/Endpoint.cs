using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.EndDelegation;

/// <summary>Who gave a visa or the signature takes it back before its last day, or who was given it gives it back, or the holder in whose place somebody was named, or a superior of that office, ends an interim; sessions that act by it are closed at once.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "delegations/{delegation:long}/end";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Own).NeverStored();

        decisions.Pages.MapPost(Route, (long delegation, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(delegation, input.Version)).ThenGo(_ => Links.Delegations(), "decisions.delegation.ended"));

        decisions.Api.MapPost(Route, (long delegation, Input input, Bus bus) => bus.Do(new Command(delegation, input.Version)).AsJson());
    }

    public sealed record Input(string? Version);
}
