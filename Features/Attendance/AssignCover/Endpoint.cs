using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.AssignCover;

/// <summary>A supervisor or head asks somebody to keep a class for half a day, and with it to make the call.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("covers", (DateOnly? day, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "class")] int? schoolClass, Bus bus) => bus.Ask(new Query(day, schoolClass)).As<Form>());

        area.Pages.MapPost("covers", async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var command = new Command(form["Day"], form["Class"], form["Subject"], [.. form["Half"].OfType<string>()], form["Employee"]);
            var day = TypedDay.Read(command.Day);
            int? schoolClass = int.TryParse(command.Class, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
            return await bus.Do(command).ThenAsk(new Query(day, schoolClass)).GoingTo(_ => Links.CoversOn(day!.Value), saying: "attendance.cover.given").As<Form>();
        });

        area.Pages.MapPost("covers/{id:long}/end", (long id, Bus bus) => bus.Do(new EndCommand(id)).ThenGo(ended => Links.CoversOn(ended.Day), saying: "attendance.cover.ended"));

        area.Api.MapGet("covers", (DateOnly? day, Bus bus) => bus.Ask(new Query(day, null)).AsJson());

        area.Api.MapPost("covers", (Input input, Bus bus) =>
            bus.Do(new Command(input.Day, input.Class?.ToString(CultureInfo.InvariantCulture), input.Subject, input.Halves ?? [], input.Employee?.ToString(CultureInfo.InvariantCulture))).AsJson());

        area.Api.MapPost("covers/{id:long}/end", (long id, Bus bus) => bus.Do(new EndCommand(id)).AsJson());
    }

    /// <param name="Day">ISO.</param>
    /// <param name="Subject">A subject of the class, or "-" for a class that is kept and not taught.</param>
    /// <param name="Halves">Morning, Afternoon.</param>
    public sealed record Input(string? Day, int? Class, string? Subject, string[]? Halves, long? Employee);
}
