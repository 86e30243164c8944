using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.TextBooks.CorrectEntry;

/// <summary>A teacher changes an own entry: freely for some days, after them with a reason; the head reads what it said before.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "entries/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write);

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(id)).ThenAsk(new Query(id)).GoingTo(done => Links.Week(done.Day), saying: "text-books.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPut(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The version that was read.</summary>
        public string? Version { get; init; }

        /// <summary>Lesson, Exercises, Test, Support or NotHeld.</summary>
        public string? Work { get; init; }

        public string? Title { get; init; }

        public string? Summary { get; init; }

        /// <summary>Number of the plan's item.</summary>
        public string? Item { get; init; }

        public string? Homework { get; init; }

        /// <summary>2026-01-31, one of the offered days.</summary>
        public string? DueOn { get; init; }

        public string? Minutes { get; init; }

        /// <summary>Needed once the days of free change are over.</summary>
        public string? Why { get; init; }

        internal Command ToCommand(long id) => new(id, TypedVersion.Read(Version), new(Work, Title, Summary, Item, Homework, DueOn, Minutes), Why);
    }
}
