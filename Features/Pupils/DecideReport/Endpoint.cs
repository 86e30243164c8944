using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Pupils.DecideReport;

/// <summary>The head compares the file with the paper that was shown, and corrects the file by it or says why not.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/reports/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Correct).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Reports, saying: "pupils.report.done").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    /// <summary>Dates as 2014-03-01.</summary>
    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>correct or refuse.</summary>
        public string? Act { get; init; }

        /// <summary>A name of <see cref="ProofKind"/>, for a correction.</summary>
        public string? Proof { get; init; }

        public string? ProofReference { get; init; }

        public string? ProofOn { get; init; }

        /// <summary>For a refusal: what the family reads.</summary>
        public string? Why { get; init; }

        internal Command To(long id) => new(id, Version, Act, new TypedProof(Proof, ProofReference, ProofOn), Why);
    }
}
