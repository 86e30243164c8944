using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Timetables.PlaceLesson;

/// <summary>The head gives a class a lesson; what stands against it is named, and then nothing is saved.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "classes/{schoolClass:int}/lessons";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit);

        area.Pages.MapGet(Route, (int schoolClass, int? day, string? hour, Bus bus) => bus.Ask(new Query(schoolClass, day, hour)).As<Form>());

        area.Pages.MapPost(Route, (int schoolClass, [FromForm] Input input, Bus bus) => bus.Do(input.Command(schoolClass)).ThenAsk(new Query(schoolClass, null, null))
            .GoingTo(_ => Links.Class(schoolClass), saying: "timetables.placed").As<Form>());

        area.Api.MapPost(Route, (int schoolClass, Input input, Bus bus) => bus.Do(input.Command(schoolClass)).AsJson());
    }

    /// <inheritdoc cref="SpotInput"/>
    public sealed record Input : SpotInput
    {
        public string? Assignment { get; init; }

        internal Command Command(int schoolClass) => new(schoolClass, Assignment, ToSpot());
    }
}
