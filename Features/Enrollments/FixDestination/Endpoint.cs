using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Enrollments.FixDestination;

/// <summary>The head says where a pupil goes whom the rules do not bring anywhere, or elsewhere than they would; if wanted for all of the level with the same obstacle.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "roll-over/pupils/{enrollment:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Roll).NeverStored();

        area.Pages.MapGet(Route, (long enrollment, Bus bus) => bus.Ask(new Query(enrollment)).As<Form>());

        area.Pages.MapPost(Route, (long enrollment, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(enrollment, int.TryParse(input.Version, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version) ? version : -2, input.Target, input.Reason, input.All == "true"))
            .ThenAsk(new Query(enrollment)).GoingTo(_ => Links.RollOverOf("stays"), saying: "enrollments.fixed").As<Form>());

        area.Api.MapGet(Route, (long enrollment, Bus bus) => bus.Ask(new Query(enrollment)).AsJson());

        area.Api.MapPut(Route, (long enrollment, ApiInput input, Bus bus) => bus.Do(new Command(enrollment, input.Version, input.Target, input.Reason, input.All)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Target { get; init; }

        public string? Reason { get; init; }

        public string? All { get; init; }
    }

    /// <param name="Version">As it was read; -1 where nothing was fixed yet.</param>
    /// <param name="Target">One of the targets that were read.</param>
    /// <param name="All">For everybody of the same level and stream with the same obstacle.</param>
    public sealed record ApiInput(int Version, string? Target, string? Reason, bool All);
}
