using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.OpenCouncil;

/// <summary>A head opens the council of a class: the day, who sits, what it says of the class; the same while it is in session.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "councils/{classId:int}/{semester:int}/open";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold);

        area.Pages.MapGet(Route, (int classId, int semester, Bus bus) => bus.Ask(new Query(classId, semester)).As<Form>());

        area.Pages.MapPost(Route, (int classId, int semester, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(classId, semester, input.HeldOn, input.Present, input.Observations, int.TryParse(input.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null))
            .ThenAsk(new Query(classId, semester)).GoingTo(_ => Links.Council(classId, semester), saying: "ui.saved").As<Form>());

        area.Api.MapPost(Route, (int classId, int semester, ApiInput input, Bus bus) =>
            bus.Do(new Command(classId, semester, input.HeldOn, input.Present is null ? null : string.Join('\n', input.Present), input.Observations, input.Version)).AsJson());
    }

    public sealed record Input
    {
        public string? HeldOn { get; init; }

        public string? Present { get; init; }

        public string? Observations { get; init; }

        public string? Version { get; init; }
    }

    /// <param name="HeldOn">2027-01-29.</param>
    /// <param name="Version">Of an open council; none to open one.</param>
    public sealed record ApiInput(string? HeldOn, IReadOnlyList<string>? Present, string? Observations, int? Version);
}
