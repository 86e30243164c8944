using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Pupils.CorrectIdentity;

/// <summary>The head corrects what a pupil's file says of the child, by a paper that is named, and says why.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/identity";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Correct).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.File(id), saying: "pupils.corrected.done").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPut(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    /// <inheritdoc cref="PupilIdentity"/>
    public sealed record Input : PupilIdentity
    {
        public string? Version { get; init; }

        /// <summary>A name of <see cref="ProofKind"/>.</summary>
        public string? Proof { get; init; }

        public string? ProofReference { get; init; }

        public string? ProofOn { get; init; }

        public string? Reason { get; init; }

        /// <summary>The possible double was looked at and is another child: its Massar code.</summary>
        public string? NotTheSame { get; init; }

        internal Command To(long pupil) => new(pupil, Version, Cleaned(), new TypedProof(Proof, ProofReference, ProofOn), Reason, NotTheSame);
    }
}
