using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Discipline.HandleCase;

/// <summary>The office reads a case and leads it on: a reply on paper, the council, its opinion, an end without sanction, the answer to an erasure.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(id)).ThenAsk(new Query(id)).GoingTo(h => h.IsErased ? Links.All() : Links.Case(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>reply, council, opinion, close, erase, keep.</summary>
        public string? Do { get; init; }

        /// <summary>The day of the council, yyyy-MM-dd.</summary>
        public string? Day { get; init; }

        /// <summary>The sanction the council proposes, dismissal, or none.</summary>
        public string? Opinion { get; init; }

        /// <summary>What the council says besides.</summary>
        public string? Remark { get; init; }

        /// <summary>The explanations handed in on paper.</summary>
        public string? Reply { get; init; }

        /// <summary>Why the case ends, by code, and in words.</summary>
        public string? Reason { get; init; }

        public string? Words { get; init; }

        /// <summary>Why the trace of a sanction stays.</summary>
        public string? Answer { get; init; }

        /// <summary>Of the case as it was read.</summary>
        public string? Version { get; init; }

        internal Command ToCommand(long id) => new(id, Do, Day, Opinion, Remark, Reply, Reason, Words, Answer, Version);
    }
}
