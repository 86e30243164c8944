using System.Globalization;
using Massar.Features.Tabligh.Parts;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Tabligh.ShowLastView;

/// <summary>An employee reads his situations and what is on its way in one page, and has his own phone keep it for the days without network.</summary>
public sealed class Endpoint : IEndpoint
{
    /// <summary>Until when a phone may keep the answer, in milliseconds since 1970; its worker shows it no longer than that.</summary>
    public const string KeptUntil = "Kept-Until";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Employees.Permissions.Own).NeverStored();

        area.Pages.MapGet("", (Bus bus) => bus.Ask(new Query()).As<Card>());

        area.Pages.MapGet("/copy", (HttpContext http, Bus bus) => bus.Ask(new Query()).Then(view =>
        {
            http.Response.Headers[KeptUntil] = new DateTimeOffset(view.KeepUntil, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            return new PartialAnswer(typeof(Copy), new() { [nameof(Copy.Model)] = view });
        }));

        area.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}

public sealed record Query : IQuery<LastView>;
