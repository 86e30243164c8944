using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Enrollments.RunRollOver;

/// <summary>The head orders the run: everybody with a destination is enrolled for the next year, in the background, once.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Roll);

        area.Pages.MapPost("roll-over/run", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(TypedVersion.Read(input.Version), input.LeavesBehind == "true"))
            .ThenGo(started => Jobs.Links.Job(started.Job)));

        area.Api.MapPost("roll-over/run", (ApiInput input, Bus bus) => bus.Do(new Command(input.Version, input.LeavesBehind)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? LeavesBehind { get; init; }
    }

    /// <param name="Version">Of the list that was read.</param>
    /// <param name="LeavesBehind">Those who would not move may stay for a later run.</param>
    public sealed record ApiInput(int Version, bool LeavesBehind);
}
