using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Training.SendSummons;

/// <summary>The training officer calls who was chosen: sealed papers made in the background, a notice in each person's space, the heads told.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}/summon";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Plan);

        area.Pages.MapPost(Route, (long session, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(session, TypedVersion.Read(input.Version))).ThenGo(started => Jobs.Links.Job(started.Job)));

        area.Api.MapPost(Route, (long session, ApiInput input, Bus bus) => bus.Do(new Command(session, input.Version)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }

    public sealed record ApiInput(int Version);
}
