using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Families.CheckEvent;

/// <summary>The directorate reads the papers of a declaration: enters it as the act says, names the paper that is missing, or refuses with a reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/check";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Check).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.Of(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.Of(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Enter, EnterForOther (the allowance stays with the other parent), Missing, Refuse.</summary>
        public string? Act { get; init; }

        /// <summary>Code of the missing paper.</summary>
        public string? Paper { get; init; }

        /// <summary>Why it is refused, what is wrong with the paper, or the ruling of a custody.</summary>
        public string? Why { get; init; }

        /// <summary>The day as the act says it, ISO; empty for the one declared.</summary>
        public string? On { get; init; }

        /// <summary>The child's first name as the act writes it.</summary>
        public string? Name { get; init; }

        /// <summary>Of a custody: yes into this parent's care, no out of it.</summary>
        public string? Comes { get; init; }

        /// <summary>Of the declaration as it was read.</summary>
        public string? Version { get; init; }

        internal Command Of(long id) => new(id, Act, Paper, Why, On, Name, Comes, Version);
    }
}
