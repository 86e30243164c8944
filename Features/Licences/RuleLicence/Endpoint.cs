using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Licences.RuleLicence;

/// <summary>The academy suspends a licence, lifts the suspension, or withdraws it, with its reason and a last day to appeal.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Decide).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(input.To(id)).ThenAsk(new ShowLicence.Query(id)).GoingTo(_ => Links.Licence(id), saying: "ui.saved").As<ShowLicence.Card>());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    /// <param name="Do">suspend, lift, withdraw.</param>
    public sealed record Input(string? Version, string? Do, string? Reason)
    {
        internal Command To(long id) => new(id, TypedVersion.Read(Version), Do, Reason);
    }
}
