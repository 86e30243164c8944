using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registry.ProposeChange;

/// <summary>A directorate proposes that one of its schools is renamed, moved to another commune, merged into another school or closed.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Propose).NeverStored();

        foreach (var kind in (ChangeKind[])[ChangeKind.Rename, ChangeKind.Move, ChangeKind.Merge, ChangeKind.Close])
        {
            var route = $"/schools/{{id:int}}/{kind.ToString().ToLowerInvariant()}";

            area.Pages.MapGet(route, (int id, long? from, Bus bus) => bus.Ask(new Query(id, kind, from)).As<Form>());

            area.Pages.MapPost(route, (int id, long? from, [FromForm] Input input, Bus bus) =>
                bus.Do(input.To(id, kind)).ThenAsk(new Query(id, kind, from)).GoingTo(Links.Change, saying: "registry.proposed").As<Form>());

            area.Api.MapGet(route, (int id, long? from, Bus bus) => bus.Ask(new Query(id, kind, from)).AsJson());

            area.Api.MapPost(route, (int id, Input input, Bus bus) => bus.Do(input.To(id, kind)).AsJson());
        }
    }

    public sealed record Input : TypedPaper
    {
        /// <summary>As it was read with the school.</summary>
        public string? Seen { get; init; }

        /// <summary>Of a renaming.</summary>
        public string? NameAr { get; init; }

        /// <summary>Of a renaming.</summary>
        public string? NameFr { get; init; }

        /// <summary>Of a move.</summary>
        public string? Commune { get; init; }

        /// <summary>Code of the school that takes the pupils: of a merge, and of a closing where there is one.</summary>
        public string? Into { get; init; }

        internal Command To(int school, ChangeKind kind) => new(school, kind, Seen, NameAr, NameFr, Commune, Into, this);
    }
}
