using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.PlaceChanged;

/// <summary>The head puts a pupil who was accepted for another stream of the same school into a class of it, from a day on.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "changes/{request:long}/class";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Advise).NeverStored();

        area.Pages.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).As<Form>());

        area.Pages.MapPost(Route, (long request, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(request)).ThenAsk(new Query(request)).GoingTo(_ => Links.SchoolChanges, saying: "guidance.change.placed-done").As<Form>());

        area.Api.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).AsJson());

        area.Api.MapPost(Route, (long request, Input input, Bus bus) => bus.Do(input.ToCommand(request)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>Number of the class.</summary>
        public string? Class { get; init; }

        /// <summary>The first day in it, as 2027-01-25.</summary>
        public string? Day { get; init; }

        internal Command ToCommand(long request) => new(request, TypedVersion.Read(Version), Class, Day);
    }
}
