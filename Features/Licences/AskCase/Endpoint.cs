using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Licences.AskCase;

/// <summary>The head of a private school asks for a renewal, an extension, another cycle, or for another director or owner.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine/new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School).NeverStored();

        area.Pages.MapGet(Route, (string? kind, Bus bus) => bus.Ask(new Query(kind)).As<Form>());

        area.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) => bus.Do(input.To()).ThenAsk(new Query(input.Kind)).GoingTo(Links.Case, saying: "licences.said.opened").As<Form>());

        area.Api.MapGet(Route, (string? kind, Bus bus) => bus.Ask(new Query(kind)).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(input.To()).AsJson());
    }

    public sealed record Input : TypedPeople
    {
        /// <summary>Renewal, Extension, Cycle, Direction.</summary>
        public string? Kind { get; init; }

        /// <summary>The cycle to add.</summary>
        public string? Cycle { get; init; }

        /// <summary>As 2026-09-01.</summary>
        public string? StartsOn { get; init; }

        public string? Details { get; init; }

        internal Command To() => new(Kind, Cycle, StartsOn, Details, new TypedPeople { OwnerAr = OwnerAr, OwnerLatin = OwnerLatin, OwnerCin = OwnerCin, DirectorAr = DirectorAr, DirectorLatin = DirectorLatin, DirectorCin = DirectorCin });
    }
}
