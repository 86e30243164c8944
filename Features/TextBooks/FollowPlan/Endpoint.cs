using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.TextBooks.FollowPlan;

/// <summary>A teacher says with one tap that a lesson did what the plan had next.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "lessons/{lesson:long}/{day}/plan";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Write);

        area.Pages.MapPost(Route, (long lesson, DateOnly day, [FromForm] Input input, Bus bus) => bus.Do(new Command(lesson, day, input.Item)).ThenGo(_ => Links.Week(day), "text-books.saved"));

        area.Api.MapPost(Route, (long lesson, DateOnly day, Input input, Bus bus) => bus.Do(new Command(lesson, day, input.Item)).AsJson());
    }

    /// <param name="Item">Number of the plan's item.</param>
    public sealed record Input(string? Item);
}
