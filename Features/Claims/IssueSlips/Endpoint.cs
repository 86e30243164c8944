using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Claims.IssueSlips;

/// <summary>A desk prints, for a class, the slips with which guardians add their children.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/slips/{id:int}";

    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Print).NeverStored();

        desk.Pages.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        desk.Pages.MapPost(Route, (int id, [FromForm] Input input, Bus bus) => bus
            .Do(input.To(id)).Then(slips => new PartialAnswer(typeof(Papers), new() { [nameof(Papers.Model)] = slips })));

        desk.Api.MapPost(Route, (int id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>"alone" for the children for whom nobody stands, "all" for everybody.</summary>
        public string? Who { get; init; }

        /// <summary>"2" for a slip for each of two parents; else one.</summary>
        public string? Copies { get; init; }

        internal Command To(int id) => new(id, Who == "all", Copies == "2" ? 2 : 1);
    }
}
