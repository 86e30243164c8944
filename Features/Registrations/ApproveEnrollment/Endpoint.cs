using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.ApproveEnrollment;

/// <summary>A head validates a request: the child becomes a pupil of the school.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Decide).NeverStored();

        desk.Pages.MapGet("desk/{id:long}/approve", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        desk.Pages.MapPost("desk/{id:long}/approve", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(input.Command(id)).ThenAsk(new Query(id))
            .GoingTo(_ => Links.Case(id), input.Seat == Command.OnList ? "registrations.listed" : "registrations.approved").As<Form>());

        desk.Api.MapPost("{id:long}/approve", (long id, Input input, Bus bus) => bus.Do(input.Command(id)).AsJson());
    }

    // Properties rather than a constructor: of radio buttons nothing is posted until one is chosen.
    public sealed record Input
    {
        /// <summary>"new", or the number of a pupil among the possible duplicates; needed only when there are some.</summary>
        public string? Pupil { get; init; }

        /// <summary>Why the child is taken against the age or zone rule; needed only when a hint speaks against it.</summary>
        public string? Exception { get; init; }

        /// <summary>"1" to make the father a guardian of the known pupil; a new pupil's parents always are.</summary>
        public string? LinkFather { get; init; }

        public string? LinkMother { get; init; }

        public string? LinkTutor { get; init; }

        /// <summary>Where no seat is left: "list" for the waiting list, "above" for a place above the capacity.</summary>
        public string? Seat { get; init; }

        /// <summary>Why above the capacity; the directorate reads it.</summary>
        public string? AboveReason { get; init; }

        internal Command Command(long id) => new(id, Pupil, Exception, Linked, Seat, AboveReason);

        private IReadOnlyList<string> Linked =>
            [.. new[] { ("Father", LinkFather), ("Mother", LinkMother), ("Tutor", LinkTutor) }.Where(l => l.Item2 == "1").Select(l => l.Item1)];
    }
}
