using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.StaffFiles.CancelTransfer;

/// <summary>An office drops a transfer that was started by hand and by mistake, before anything was sent, and says why.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/cancel";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(id)).ThenGo(_ => Links.Transfer(id), saying: "staff-files.said.cancelled"));
        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand(long id) => new(id, TypedVersion.Read(Version), Reason);
    }
}
