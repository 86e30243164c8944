using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Pupils.MergeFiles;

/// <summary>The head compares two files of one child, and merges them where both are the school's; else the directorate of both is asked.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/doubles/{other:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Merge).NeverStored();

        area.Pages.MapGet(Route, (long id, long other, Bus bus) => bus.Ask(new Query(id, other)).As<Form>());

        area.Pages.MapPost(Route, (long id, long other, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(id, other)).ThenAsk(new Query(id, other)).GoingTo(Links.Merge, saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, long other, Bus bus) => bus.Ask(new Query(id, other)).AsJson());

        area.Api.MapPost(Route, (long id, long other, Input input, Bus bus) => bus.Do(input.To(id, other)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was read with the two files.</summary>
        public string? Seen { get; init; }

        /// <summary>The Massar code that stays.</summary>
        public string? Keep { get; init; }

        /// <summary>A name of <see cref="ProofKind"/>.</summary>
        public string? Proof { get; init; }

        public string? ProofReference { get; init; }

        /// <summary>As 2026-01-31.</summary>
        public string? ProofOn { get; init; }

        public string? Reason { get; init; }

        internal Command To(long pupil, long other) => new(pupil, other, Seen, Keep, new TypedProof(Proof, ProofReference, ProofOn), Reason);
    }
}
