using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Licences.TakeRemark;

/// <summary>The school says how it mended what a visit found; the directorate says whether it is mended.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "remarks/{id:long}";

    public static void Map(AreaRoutes area)
    {
        var readers = area.Requiring(Permissions.School, Permissions.Follow).NeverStored();
        readers.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());
        readers.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area = area.Requiring(Permissions.School, Permissions.Study).NeverStored();
        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.To(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Remark(id), saying: "ui.saved").As<Card>());
        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was read with the remark.</summary>
        public string? Version { get; init; }

        /// <summary>mend, settle, reopen.</summary>
        public string? Do { get; init; }

        /// <summary>What the school did.</summary>
        public string? Answer { get; init; }

        internal Command To(long id) => new(id, TypedVersion.Read(Version), Do, Answer);
    }
}
