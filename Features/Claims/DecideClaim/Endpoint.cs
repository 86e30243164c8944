using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Claims.DecideClaim;

/// <summary>The head adds the person to those who stand for the child, by a paper, or says why not; or lets the last one leave.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Decide).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.All, saying: "claims.decided").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    /// <summary>Dates as 2014-03-01.</summary>
    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>approve or refuse.</summary>
        public string? Act { get; init; }

        /// <summary>Father, Mother or Guardian, of who is added.</summary>
        public string? Quality { get; init; }

        /// <summary>Active, or Restricted for a parent who reads marks and no more.</summary>
        public string? Right { get; init; }

        /// <summary>"yes" or "no".</summary>
        public string? Custody { get; init; }

        /// <summary>A name of <see cref="ProofKind"/>, for an approval.</summary>
        public string? Proof { get; init; }

        public string? ProofReference { get; init; }

        public string? ProofOn { get; init; }

        /// <summary>For a refusal: what the claimant reads.</summary>
        public string? Why { get; init; }

        internal Command To(long id) => new(id, Version, Act, Quality, Right, Custody, new TypedProof(Proof, ProofReference, ProofOn), Why);
    }
}
