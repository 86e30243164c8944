using Massar.Features.Licences.Domain;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Licences.OpenCase;

/// <summary>A directorate takes in, at its counter, the file by which somebody wants to open a private school.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "cases/new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Study).NeverStored();

        area.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) => bus.Do(input.To()).ThenAsk(new Query()).GoingTo(Links.Case, saying: "licences.said.opened").As<Form>());

        area.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(input.To()).AsJson());
    }

    public sealed record Input : TypedSchool
    {
        public string? OwnerAr { get; init; }

        public string? OwnerLatin { get; init; }

        public string? OwnerCin { get; init; }

        public string? DirectorAr { get; init; }

        public string? DirectorLatin { get; init; }

        public string? DirectorCin { get; init; }

        /// <summary>First day of the school, as 2026-09-01.</summary>
        public string? StartsOn { get; init; }

        /// <summary>As 2026-01-31.</summary>
        public string? DepositedOn { get; init; }

        public string? Details { get; init; }

        internal Command To() => new(
            this with { Sector = "private", Centre = null }, new TypedPeople { OwnerAr = OwnerAr, OwnerLatin = OwnerLatin, OwnerCin = OwnerCin, DirectorAr = DirectorAr, DirectorLatin = DirectorLatin, DirectorCin = DirectorCin },
            StartsOn, DepositedOn, Details);
    }
}
