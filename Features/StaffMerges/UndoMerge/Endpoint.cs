using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.StaffMerges.UndoMerge;

/// <summary>The second person of the office takes a merge back while its days last: two files again, each with what it had.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/undo";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Decide);

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version), input.Reason)).ThenGo(_ => Links.Case(id), "staff-merges.undone"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version), input.Reason)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was read.</summary>
        public string? Version { get; init; }

        public string? Reason { get; init; }
    }
}
