using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.TextBooks.WriteEntry;

/// <summary>A teacher writes what a lesson did and gives homework for one of the next lessons, seeing what the class has to do already.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "lessons/{lesson:long}/{day}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write);

        area.Pages.MapGet(Route, (long lesson, DateOnly day, Bus bus) => bus.Ask(new Query(lesson, day)).As<Form>());

        area.Pages.MapPost(Route, (long lesson, DateOnly day, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(lesson, day, input.Words)).ThenAsk(new Query(lesson, day)).GoingTo(_ => Links.Week(day), saying: "text-books.saved").As<Form>());

        area.Api.MapGet(Route, (long lesson, DateOnly day, Bus bus) => bus.Ask(new Query(lesson, day)).AsJson());

        area.Api.MapPost(Route, (long lesson, DateOnly day, Input input, Bus bus) => bus.Do(new Command(lesson, day, input.Words)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Lesson, Exercises, Test, Support or NotHeld.</summary>
        public string? Work { get; init; }

        /// <summary>May be empty where an item of the plan is chosen.</summary>
        public string? Title { get; init; }

        public string? Summary { get; init; }

        /// <summary>Number of the plan's item.</summary>
        public string? Item { get; init; }

        public string? Homework { get; init; }

        /// <summary>2026-01-31, one of the offered days.</summary>
        public string? DueOn { get; init; }

        public string? Minutes { get; init; }

        internal TypedEntry Words => new(Work, Title, Summary, Item, Homework, DueOn, Minutes);
    }
}
