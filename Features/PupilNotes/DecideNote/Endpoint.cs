using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PupilNotes.DecideNote;

/// <summary>The head sees which notes about health or a family's situation wait, reads those opened before, and says who may read them, or that nobody may.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "notes/{id:long}/decision";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Allow).NeverStored();

        area.Pages.MapGet("waiting", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(id)).ThenAsk(new Query()).GoingTo(_ => Links.Waiting, saying: "pupil-notes.decided").As<List>());

        area.Api.MapGet("waiting", (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>Teachers, Lead or nobody.</summary>
        public string? For { get; init; }

        /// <summary>Why nobody may read it.</summary>
        public string? Why { get; init; }

        internal Command ToCommand(long id) => new(id, TypedVersion.Read(Version), For, Why);
    }
}
