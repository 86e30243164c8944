using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Classes.EditTeaching;

/// <summary>The head says who teaches a subject of a class, how many hours, from when and until when.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:int}/teaching/{subject}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Teaching);

        area.Pages.MapGet(Route, (int id, string subject, int? line, Bus bus) => bus.Ask(new Query(id, subject, line)).As<Form>());

        area.Pages.MapPost(Route, (int id, string subject, [FromForm] Input input, Bus bus) =>
        {
            int? line = int.TryParse(input.Line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            var command = new Command(id, subject, line, TypedVersion.Read(input.Version), input.Employee, input.Hours, input.From, input.To);
            return bus.Do(command).ThenAsk(new Query(id, subject, line)).GoingTo(_ => Links.Teaching(id, subject), saying: "ui.saved").As<Form>();
        });

        area.Api.MapGet(Route, (int id, string subject, Bus bus) => bus.Ask(new Query(id, subject, null)).AsJson());

        area.Api.MapPost(Route, (int id, string subject, ApiInput input, Bus bus) => bus.Do(new Command(
            id, subject, input.Line, input.Version ?? -1, input.Employee?.ToString(CultureInfo.InvariantCulture), input.Hours?.ToString(CultureInfo.InvariantCulture), input.From, input.To)).AsJson());
    }

    public sealed record Input
    {
        public string? Line { get; init; }

        public string? Version { get; init; }

        public string? Employee { get; init; }

        public string? Hours { get; init; }

        public string? From { get; init; }

        public string? To { get; init; }
    }

    /// <param name="Line">The assignment to change, with its version; none for a new one.</param>
    /// <param name="From">ISO.</param>
    /// <param name="To">ISO; none until the end of the year.</param>
    public sealed record ApiInput(int? Line, int? Version, long? Employee, decimal? Hours, string? From, string? To);
}
