using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Enrollments.UndoRollOver;

/// <summary>The head takes the run back while its hours last and nothing has been built on it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Roll);

        area.Pages.MapPost("roll-over/undo", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(TypedVersion.Read(input.Version))).ThenGo(_ => Links.RollOver, "enrollments.undone"));

        area.Api.MapPost("roll-over/undo", (ApiInput input, Bus bus) => bus.Do(new Command(input.Version)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }

    /// <param name="Version">As it was read.</param>
    public sealed record ApiInput(int Version);
}
