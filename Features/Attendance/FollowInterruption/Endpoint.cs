using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Attendance.FollowInterruption;

/// <summary>Pupils who stay away: the school summons the guardian, notes a return, and the head alone confirms an interruption.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "interruptions/{id:long}";

    public static void Map(AreaRoutes area)
    {
        var (follow, head) = (area.Requiring(Permissions.Follow).NeverStored(), area.Requiring(Permissions.Interrupt).NeverStored());

        follow.Pages.MapGet("interruptions", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<List>());

        follow.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Act, input.MeetingOn, input.MeetingTime, input.Note)).ThenAsk(new Query(1)).GoingTo(_ => Links.Interruptions, saying: "ui.saved").As<List>());

        head.Pages.MapPost($"{Route}/confirm", (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, Command.Confirm, null, null, input.Note)).ThenAsk(new Query(1)).GoingTo(_ => Links.Interruptions, saying: "attendance.interruption.confirmed").As<List>());

        follow.Api.MapGet("interruptions", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());

        follow.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Act, input.MeetingOn, input.MeetingTime, input.Note)).AsJson());

        head.Api.MapPost($"{Route}/confirm", (long id, Input input, Bus bus) => bus.Do(new Command(id, Command.Confirm, null, null, input.Note)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>convene or back.</summary>
        public string? Act { get; init; }

        /// <summary>Of the meeting, ISO.</summary>
        public string? MeetingOn { get; init; }

        /// <summary>Of the meeting, HH:mm by the wall clock.</summary>
        public string? MeetingTime { get; init; }

        /// <summary>What the family said, how the pupil came back.</summary>
        public string? Note { get; init; }
    }
}
