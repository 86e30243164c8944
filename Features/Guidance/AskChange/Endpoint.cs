using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.AskChange;

/// <summary>A guardian, or a pupil of age, asks for another stream while the session is open, keeps the receipt, and reads what became of the request.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "changes/children/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Wish).NeverStored();

        area.Pages.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Form>());

        area.Pages.MapPost(Route, (long pupil, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(pupil, input.To, input.Reason)).ThenAsk(new Query(pupil)).GoingTo(_ => Links.ChildChange(pupil), saying: "guidance.change.sent").As<Form>());

        area.Api.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).AsJson());

        area.Api.MapPost(Route, (long pupil, Input input, Bus bus) => bus.Do(new Command(pupil, input.To, input.Reason)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>School and stream: 12034/TCLSH.</summary>
        public string? To { get; init; }

        public string? Reason { get; init; }
    }
}
