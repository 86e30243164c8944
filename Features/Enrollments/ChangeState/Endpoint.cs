using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Enrollments.ChangeState;

/// <summary>The head suspends a pupil for some days or ends it, says that a pupil was found elsewhere, writes down a death, or takes back what was wrong.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "pupils/{id:long}/state";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.State).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.State(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>suspend, resume, elsewhere, died, taken-back.</summary>
        public string? Do { get; init; }

        /// <summary>First day of a suspension, yyyy-MM-dd.</summary>
        public string? From { get; init; }

        /// <summary>Last day of it.</summary>
        public string? Until { get; init; }

        /// <summary>Where the pupil was found.</summary>
        public string? Where { get; init; }

        /// <summary>The day of a death.</summary>
        public string? On { get; init; }

        /// <summary>By which paper it is known.</summary>
        public string? Paper { get; init; }

        /// <summary>"yes": what cannot be taken back is meant.</summary>
        public string? Sure { get; init; }

        /// <summary>Why it is taken back.</summary>
        public string? Why { get; init; }

        /// <summary>Of the line as it was read.</summary>
        public string? Version { get; init; }

        internal Command ToCommand(long id) => new(id, Do, From, Until, Where, On, Paper, Sure, Version, Why);
    }
}
