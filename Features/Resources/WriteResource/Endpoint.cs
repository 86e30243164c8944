using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Resources.WriteResource;

/// <summary>A teacher, for a level and subject taught this year, or an inspector, for any, begins a resource or changes what its page says.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Offer);

        area.Pages.MapGet("desk/new", (string? level, Bus bus) => bus.Ask(new Query(null, level)).As<Form>());

        area.Pages.MapPost("desk/new", (string? level, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(null)).ThenAsk(new Query(null, level)).GoingTo(Links.One, saying: "resources.begun").As<Form>());

        area.Pages.MapGet("desk/{id:long}/edit", (long id, Bus bus) => bus.Ask(new Query(id, null)).As<Form>());

        area.Pages.MapPost("desk/{id:long}/edit", (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(id)).ThenAsk(new Query(id, null)).GoingTo(Links.One).As<Form>());

        area.Api.MapGet("desk/new", (string? level, Bus bus) => bus.Ask(new Query(null, level)).AsJson());

        area.Api.MapPost("desk", (Input input, Bus bus) => bus.Do(input.ToCommand(null)).AsJson());

        area.Api.MapPut("desk/{id:long}", (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The version that was read; empty for a new one.</summary>
        public string? Version { get; init; }

        /// <summary>One of the offered courses: "2BAC~SPHF~MATH". Fixed once the resource is begun.</summary>
        public string? Course { get; init; }

        /// <summary>One of the two titles may be empty.</summary>
        public string? TitleAr { get; init; }

        public string? TitleFr { get; init; }

        public string? Chapter { get; init; }

        /// <summary>OwnWork, OpenLicence, PublicDomain or Permission.</summary>
        public string? Rights { get; init; }

        /// <summary>Which licence, or whose permission.</summary>
        public string? RightsNote { get; init; }

        /// <summary>yes: the author declares to have that right.</summary>
        public string? Declares { get; init; }

        internal Command ToCommand(long? id) => new(id, TypedVersion.Read(Version), Course, new TypedResource(TitleAr, TitleFr, Chapter, Rights, RightsNote, Declares == "yes"));
    }
}
