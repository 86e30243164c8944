using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.EstimateChances;

/// <summary>A participant reads for each wish, and for a post not chosen yet, in how many of the last three years his points would have been enough; counts and barriers, no percentage.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/campaigns/{campaign:int}/chances";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate).NeverStored();

        area.Pages.MapGet(Route, (int campaign, string? place, string? code, Bus bus) => bus.Ask(Read(campaign, place, code)).As<Card>());

        // The lines alone, beside the wishes of the form.
        area.Pages.MapGet(Route + "/lines", (int campaign, string? place, string? code, Bus bus) => bus.Ask(Read(campaign, place, code)).As<Lines>());

        area.Api.MapGet(Route, (int campaign, string? place, string? code, Bus bus) => bus.Ask(Read(campaign, place, code)).AsJson());
    }

    private static Query Read(int campaign, string? place, string? code) =>
        new(campaign, int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null, string.IsNullOrWhiteSpace(code) ? null : code);
}
