using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Discipline.ProposeSanction;

/// <summary>After the person was heard, and the council where it must be, the office prepares the decision of sanction, which then passes visas and signature as every other.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/sanction";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(id)).ThenAsk(new Query(id)).GoingTo(p => Decisions.Links.Show(p.Decision), saying: "decisions.new.prepared").As<Form>());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        public string? Sanction { get; init; }

        /// <summary>From when it counts, yyyy-MM-dd.</summary>
        public string? From { get; init; }

        /// <summary>Days without pay, of an exclusion.</summary>
        public string? Days { get; init; }

        /// <summary>The grounds, as they stand on the decision.</summary>
        public string? Grounds { get; init; }

        public string? Version { get; init; }

        internal Command ToCommand(long id) => new(id, Sanction, From, Days, Grounds, Version);
    }
}
