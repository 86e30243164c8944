using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Meetings.BookMeeting;

/// <summary>A guardian takes one of a teacher's free times.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "children/{pupil:long}/teachers/{assignment:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask).NeverStored();

        area.Pages.MapGet(Route, (long pupil, int assignment, Bus bus) => bus.Ask(new Query(pupil, assignment)).As<Form>());

        area.Pages.MapPost(Route, (long pupil, int assignment, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(pupil, assignment, input.Slot, input.Topic)).ThenAsk(new Query(pupil, assignment)).GoingTo(id => Links.Case(id), saying: "meetings.booked").As<Form>());

        area.Api.MapGet(Route, (long pupil, int assignment, Bus bus) => bus.Ask(new Query(pupil, assignment)).AsJson());

        area.Api.MapPost(Route, (long pupil, int assignment, Input input, Bus bus) => bus.Do(new Command(pupil, assignment, input.Slot, input.Topic)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The code of a free time, as 2026-11-24T10:30.</summary>
        public string? Slot { get; init; }

        public string? Topic { get; init; }
    }
}
