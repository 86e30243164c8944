using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Leaves.RecordReturn;

/// <summary>A head or the directorate records the first day back at work: on time, late, or before the leave was over.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/return";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Answer, Permissions.Decide).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, input.ReturnedOn, input.Seen)).ThenGo(_ => Links.Case(id), saying: "leaves.return.saved"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.ReturnedOn, input.Seen)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>ISO.</summary>
        public string? ReturnedOn { get; init; }

        /// <summary>Of the leave as it was read.</summary>
        public string? Version { get; init; }

        internal int? Seen => string.IsNullOrEmpty(Version) ? null : TypedVersion.Read(Version);
    }
}
