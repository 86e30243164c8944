using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ScheduleMarks;

/// <summary>A head, with a fresh second factor, sets the hour at which validated sheets become visible to families.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Validate);

        area.Pages.MapGet("schedule", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("schedule", async (HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var sheets = form["Sheets"].Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().ToList();
            return await bus.Do(new Command(sheets, form["Date"], form["Time"])).ThenAsk(new Query()).GoingTo(_ => Links.Schedule, saying: "marks.scheduled").As<Form>();
        });

        area.Api.MapPost("schedule", (Input input, Bus bus) => bus.Do(new Command(input.Sheets ?? [], input.Date, input.Time)).AsJson());
    }

    /// <param name="Sheets">Numbers of validated sheets.</param>
    /// <param name="Date">2027-01-29, day of Morocco.</param>
    /// <param name="Time">17:00, wall clock of Morocco.</param>
    public sealed record Input(List<int>? Sheets, string? Date, string? Time);
}
