using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Pupils.AddGuardian;

/// <summary>The head writes down who else stands for a child, from which day and by which paper.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/guardians/new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Correct).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.File(id), saying: "pupils.guardian.added").As<Form>());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    /// <summary>Dates as 2014-03-01.</summary>
    public sealed record Input
    {
        /// <summary>A name of <see cref="GuardianQuality"/>.</summary>
        public string? Quality { get; init; }

        public string? LastNameAr { get; init; }

        public string? FirstNameAr { get; init; }

        public string? LastNameLatin { get; init; }

        public string? FirstNameLatin { get; init; }

        public string? Cin { get; init; }

        public string? Phone { get; init; }

        /// <summary>"yes" or "no".</summary>
        public string? Custody { get; init; }

        public string? StartsOn { get; init; }

        /// <summary>A name of <see cref="ProofKind"/>.</summary>
        public string? Proof { get; init; }

        public string? ProofReference { get; init; }

        public string? ProofOn { get; init; }

        internal Command To(long pupil) => new(pupil, Quality, LastNameAr, FirstNameAr, LastNameLatin, FirstNameLatin, Cin, Phone, Custody, StartsOn, new TypedProof(Proof, ProofReference, ProofOn));
    }
}
