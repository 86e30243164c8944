using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.StaffMerges.DecideMerge;

/// <summary>A second person of the office confirms that two files are of one employee, or refuses it with the reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/decide";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Decide);

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, input.Seen, input.Decision, input.Why)).ThenGo(_ => Links.Case(id), "staff-merges.decided"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Seen, input.Decision, input.Why)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the case and the two files as they were read.</summary>
        public string? Seen { get; init; }

        /// <summary>"merge" or "refuse".</summary>
        public string? Decision { get; init; }

        public string? Why { get; init; }
    }
}
