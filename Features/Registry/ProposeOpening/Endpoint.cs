using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registry.ProposeOpening;

/// <summary>A directorate proposes that a school, or an annex of one, is opened: with the next free code or one that it was given.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Propose).NeverStored();

        area.Pages.MapGet("/open", (long? from, Bus bus) => bus.Ask(new Query(from)).As<Form>());

        area.Pages.MapPost("/open", (long? from, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To()).ThenAsk(new Query(from)).GoingTo(Links.Change, saying: "registry.proposed").As<Form>());

        area.Api.MapGet("/open", (long? from, Bus bus) => bus.Ask(new Query(from)).AsJson());

        area.Api.MapPost("/open", (Input input, Bus bus) => bus.Do(input.To()).AsJson());
    }

    public sealed record Input : TypedSchool
    {
        public string? Reference { get; init; }

        /// <summary>As 2026-01-31.</summary>
        public string? DocumentOn { get; init; }

        /// <summary>First day of the school, as 2026-09-01.</summary>
        public string? EffectiveOn { get; init; }

        public string? Remark { get; init; }

        /// <summary>The returned proposal that this one corrects.</summary>
        public string? Follows { get; init; }

        internal Command To() => new(this, new TypedPaper { Reference = Reference, DocumentOn = DocumentOn, EffectiveOn = EffectiveOn, Remark = Remark, Follows = Follows });
    }
}
