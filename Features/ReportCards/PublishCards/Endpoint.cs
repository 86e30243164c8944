using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards.PublishCards;

/// <summary>A head, with a fresh second factor, sets the hour from which families have the cards of classes.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold);

        area.Pages.MapGet("publish", (int? year, int? semester, Bus bus) => bus.Ask(new Query(year, semester)).As<Form>());

        area.Pages.MapPost("publish", async (HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var (year, semester) = (Number(form["Year"]), Number(form["Semester"]));
            var classes = form["Classes"].Select(Number).Where(id => id > 0).Distinct().ToList();
            return await bus.Do(new Command(year, semester, classes, form["Date"], form["Time"])).ThenAsk(new Query(year, semester))
                .GoingTo(_ => Links.DeskOf(year, semester), saying: "report-cards.published").As<Form>();
        });

        area.Api.MapPost("publish", (Input input, Bus bus) => bus.Do(new Command(input.Year, input.Semester, input.Classes ?? [], input.Date, input.Time)).AsJson());
    }

    private static int Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static int Number(Microsoft.Extensions.Primitives.StringValues typed) => Number(typed.ToString());

    /// <param name="Date">2027-02-05, day of Morocco.</param>
    /// <param name="Time">17:00, wall clock of Morocco.</param>
    public sealed record Input(int Year, int Semester, List<int>? Classes, string? Date, string? Time);
}
