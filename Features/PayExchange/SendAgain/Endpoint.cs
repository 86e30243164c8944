using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PayExchange.SendAgain;

/// <summary>The pay office sends a message again that could not be delivered, or that nobody answered: the same text, the same key.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/again";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow);

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, TypedVersion.Read(input.Version))).ThenGo(_ => Links.Message(id), "pay-exchange.again.done"));

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }

    /// <param name="Version">As it was read.</param>
    public sealed record ApiInput(int Version);
}
