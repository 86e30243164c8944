using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.IssueClassCodes;

/// <summary>A desk, or the class's main teacher, prints the slips of a whole class: at the start of the year, or when codes are to be made anew (acceptance check AC-MOU-4).</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Desk, Permissions.ClassCodes).NeverStored();

        desk.Pages.MapGet("/desk/classes/{id:int}", (int id, Bus bus) => bus.Ask(new Query(id)).As<Form>());
        desk.Pages.MapPost("/desk/classes/{id:int}", (int id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.Who == "all"))
            .Then(slips => new PartialAnswer(typeof(Papers), new() { [nameof(Papers.Model)] = slips })));

        desk.Api.MapPost("/desk/classes/{id:int}", (int id, Input input, Bus bus) => bus.Do(new Command(id, input.Who == "all")).AsJson());
    }

    public sealed record Input
    {
        /// <summary>"waiting" for the pupils who never signed in, "all" for everybody.</summary>
        public string? Who { get; init; }
    }
}
