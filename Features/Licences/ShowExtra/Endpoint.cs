using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Licences.ShowExtra;

/// <summary>The directorate of a teacher's workplace allows or refuses extra hours in a private school, below the year's ceiling.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "hours/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Study).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.To(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.ExtraCase(id), saying: "ui.saved").As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    /// <param name="Do">grant, refuse.</param>
    public sealed record Input(string? Version, string? Do, string? Reason)
    {
        internal Command To(long id) => new(id, TypedVersion.Read(Version), Do, Reason);
    }
}
