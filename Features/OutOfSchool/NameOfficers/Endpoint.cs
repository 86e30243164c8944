using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.OutOfSchool.NameOfficers;

/// <summary>The provincial director names who follows the children of each commune.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "officers";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Lead).NeverStored();

        area.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand()).ThenAsk(new Query()).GoingTo(_ => Links.Officers, saying: "out-of-school.officers.saved").As<Form>());

        area.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(input.ToCommand()).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The number of a commune.</summary>
        public int Commune { get; init; }

        /// <summary>The account that follows its children.</summary>
        public string? Officer { get; init; }

        /// <summary>Of the line as it was read; empty where nobody was named yet.</summary>
        public string? Version { get; init; }

        internal Command ToCommand() => new(Commune, Officer, Version);
    }
}
