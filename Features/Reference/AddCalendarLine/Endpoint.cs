using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Reference.AddCalendarLine;

/// <summary>The ministry adds a day, a holiday, an exam week or a window to a school year's calendar.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "calendar/new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit);

        area.Pages.MapGet(Route, (int? year, Bus bus) => bus.Ask(new Query(year)).As<Form>());

        area.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand()).ThenAsk(new Query(input.Year)).GoingTo(added => Links.Row("calendar", added.Key), saying: "reference.saved").As<Form>());

        area.Api.MapGet(Route, (int? year, Bus bus) => bus.Ask(new Query(year)).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(input.ToCommand()).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The school year, by the year it begins in.</summary>
        public int? Year { get; init; }

        /// <summary>event, holiday, exam, or window:… with the code of one the year does not have.</summary>
        public string? Kind { get; init; }

        public string? NameAr { get; init; }

        public string? NameFr { get; init; }

        /// <summary>First day, yyyy-MM-dd.</summary>
        public string? StartsOn { get; init; }

        /// <summary>Last day.</summary>
        public string? EndsOn { get; init; }

        /// <summary>sure, likely or to confirm.</summary>
        public string? Confidence { get; init; }

        internal Command ToCommand() => new(Year, Kind, NameAr, NameFr, StartsOn, EndsOn, Confidence);
    }
}
