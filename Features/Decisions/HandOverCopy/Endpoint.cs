using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.HandOverCopy;

/// <summary>At the counter a signed decision is handed to the person it is about, and that is written down; the first time it is its delivery too.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "counter/{employee:long}/copies";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare);

        decisions.Pages.MapPost(Route, (long employee, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(employee, input.Decision, input.Version, input.Receipt)).ThenGo(_ => Links.Counter(employee), "decisions.counter.recorded"));

        decisions.Api.MapPost(Route, (long employee, Input input, Bus bus) => bus.Do(new Command(employee, input.Decision, input.Version, input.Receipt)).AsJson());
    }

    public sealed record Input
    {
        public long Decision { get; init; }

        /// <summary>Of the decision as it was read.</summary>
        public string? Version { get; init; }

        /// <summary>Number of the signed receipt.</summary>
        public string? Receipt { get; init; }
    }
}
