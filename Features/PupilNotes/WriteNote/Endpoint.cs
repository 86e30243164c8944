using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PupilNotes.WriteNote;

/// <summary>A teacher of the class, its head or general supervisor adds a note to a pupil's file; the family reads it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "classes/{classId:int}/pupils/{pupil:long}/note";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read, Permissions.Lead).NeverStored();

        area.Pages.MapGet(Route, (int classId, long pupil, Bus bus) => bus.Ask(new Query(classId, pupil)).As<Form>());

        area.Pages.MapPost(Route, (int classId, long pupil, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(classId, pupil)).ThenAsk(new Query(classId, pupil)).GoingTo(state => Links.Class(classId), saying: "pupil-notes.saved").As<Form>());

        area.Api.MapPost(Route, (int classId, long pupil, Input input, Bus bus) => bus.Do(input.ToCommand(classId, pupil)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Need, Alert or Strength.</summary>
        public string? Kind { get; init; }

        public string? Text { get; init; }

        /// <summary>yes where it speaks of health or of the family's situation, no where it does not.</summary>
        public string? Sensitive { get; init; }

        /// <summary>Teachers or Lead.</summary>
        public string? Audience { get; init; }

        internal Command ToCommand(int classId, long pupil) => new(classId, pupil, Kind, Text, Sensitive, Audience);
    }
}
