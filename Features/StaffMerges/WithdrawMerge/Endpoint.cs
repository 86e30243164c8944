using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.StaffMerges.WithdrawMerge;

/// <summary>Who proposed to merge two files takes the proposal back while nobody has decided.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/withdraw";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Propose);

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version))).ThenGo(_ => Links.Case(id), "staff-merges.withdrawn"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version))).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was read.</summary>
        public string? Version { get; init; }
    }
}
