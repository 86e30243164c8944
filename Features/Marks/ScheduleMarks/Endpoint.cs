using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ScheduleMarks;

/// <summary>A head, with a fresh second factor, sets the hour at which validated sheets become visible to families.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Validate);

        area.Pages.MapGet("schedule", (string? sheets, string? date, string? time, string? later, string? hours, Bus bus) => bus.Ask(new Query(sheets, date, time, later, hours)).As<Form>());

        area.Pages.MapPost("schedule", async (HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var command = new Command(Query.Numbers(form["Sheets"]), form["Date"], form["Time"], form["Later"], form["Hours"]);
            return await bus.Do(command).ThenAsk(new Query()).GoingTo(_ => Links.Schedule, saying: "marks.scheduled")
                .ComingBackTo(Links.ScheduleOf(command.Sheets, command.Date, command.Time, command.Later, command.Hours)).As<Form>();
        });

        area.Api.MapPost("schedule", (Input input, Bus bus) => bus.Do(new Command(input.Sheets ?? [], input.Date, input.Time, input.Later, input.Hours)).AsJson());
    }

    /// <param name="Sheets">Numbers of validated sheets.</param>
    /// <param name="Date">2027-01-29, day of Morocco.</param>
    /// <param name="Time">17:00, wall clock of Morocco.</param>
    /// <param name="Later">guardians or pupils, who see it some hours after the others; nobody, or nothing: both at once.</param>
    /// <param name="Hours">How many hours after.</param>
    public sealed record Input(List<int>? Sheets, string? Date, string? Time, string? Later, string? Hours);
}
