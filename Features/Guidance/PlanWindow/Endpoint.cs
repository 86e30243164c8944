using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.PlanWindow;

/// <summary>The directorate plans this year's session of re-orientation, and moves its days.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Days = "windows/{window:int}/days";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet("windows/new", (Bus bus) => bus.Ask(new Query(null)).As<Form>());

        area.Pages.MapPost("windows/new", ([FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(null)).ThenAsk(new Query(null)).GoingTo(window => Links.WindowSeats(window), saying: "ui.saved").As<Form>());

        area.Pages.MapGet(Days, (int window, Bus bus) => bus.Ask(new Query(window)).As<Form>());

        area.Pages.MapPost(Days, (int window, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(window)).ThenAsk(new Query(window)).GoingTo(Links.Window, saying: "ui.saved").As<Form>());

        area.Api.MapPost("windows", (Input input, Bus bus) => bus.Do(input.ToCommand(null)).AsJson());

        area.Api.MapPut(Days, (int window, Input input, Bus bus) => bus.Do(input.ToCommand(window)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the session that was seen; nothing for a new one.</summary>
        public string? Version { get; init; }

        /// <summary>2027-01-11.</summary>
        public string? OpensOn { get; init; }

        public string? ClosesOn { get; init; }

        public string? OpinionsUntil { get; init; }

        /// <summary>Day of publication; nothing where decisions are read at once.</summary>
        public string? PublishDate { get; init; }

        /// <summary>14:00.</summary>
        public string? PublishTime { get; init; }

        internal Command ToCommand(int? window) => new(window, TypedVersion.Read(Version), OpensOn, ClosesOn, OpinionsUntil, PublishDate, PublishTime);
    }
}
