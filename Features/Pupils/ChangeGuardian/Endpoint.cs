using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Pupils.ChangeGuardian;

/// <summary>The head writes down that a guardian's right or custody over a child changed or ended, and by which paper.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/guardians/{guardian:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Correct).NeverStored();

        area.Pages.MapGet(Route, (long id, long guardian, Bus bus) => bus.Ask(new Query(id, guardian)).As<Form>());

        area.Pages.MapPost(Route, (long id, long guardian, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(id, guardian)).ThenAsk(new Query(id, guardian)).GoingTo(_ => Links.File(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, long guardian, Bus bus) => bus.Ask(new Query(id, guardian)).AsJson());

        area.Api.MapPut(Route, (long id, long guardian, Input input, Bus bus) => bus.Do(input.To(id, guardian)).AsJson());
    }

    /// <summary>Dates as 2014-03-01.</summary>
    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>Active, Restricted (a parent who reads marks and no more) or Ended.</summary>
        public string? Right { get; init; }

        /// <summary>"yes" or "no".</summary>
        public string? Custody { get; init; }

        /// <summary>For an end: the last day it counts.</summary>
        public string? EndsOn { get; init; }

        /// <summary>A name of <see cref="ProofKind"/>.</summary>
        public string? Proof { get; init; }

        public string? ProofReference { get; init; }

        public string? ProofOn { get; init; }

        public string? Reason { get; init; }

        internal Command To(long pupil, long guardian) => new(pupil, guardian, Version, Right, Custody, EndsOn, new TypedProof(Proof, ProofReference, ProofOn), Reason);
    }
}
