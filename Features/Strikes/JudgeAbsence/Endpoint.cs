using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Strikes.JudgeAbsence;

/// <summary>The office reads what a person replied about one strike day, and accepts it or not, with the reason; the person is told. Who has no account is told and heard at the desk.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "absences/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Do, input.Reason, input.Words, input.Day, input.Version)).ThenAsk(new Query(id)).GoingTo(_ => Links.Absence(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Do, input.Reason, input.Words, input.Day, input.Version)).AsJson());
    }

    /// <summary>As a form sends it: each of them only what it asks.</summary>
    public sealed record Input
    {
        /// <summary>accept, uphold, told, heard.</summary>
        public string? Do { get; init; }

        public string? Reason { get; init; }

        public string? Words { get; init; }

        /// <summary>On which the person was told, yyyy-MM-dd.</summary>
        public string? Day { get; init; }

        public string? Version { get; init; }
    }
}
