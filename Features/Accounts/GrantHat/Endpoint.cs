using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.GrantHat;

/// <summary>The ministry gives a person a function at a place, from a day to a day.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var managers = area.Requiring(Permissions.Manage);

        managers.Pages.MapGet("/all/{id:long}/hats", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());
        managers.Pages.MapPost("/all/{id:long}/hats", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.Role, input.Place, input.StartsOn, input.EndsOn))
            .ThenAsk(new Query(id))
            .GoingTo(_ => Links.Account(id), saying: "accounts.grant.done")
            .As<Form>());

        managers.Api.MapPost("/all/{id:long}/hats", (long id, Input input, Bus bus) =>
            bus.Do(new Command(id, input.Role, input.Place, input.StartsOn, input.EndsOn)).AsJson());
    }

    public sealed record Input
    {
        public string? Role { get; init; }

        /// <summary>Code of the place: academy, directorate or GRESA.</summary>
        public string? Place { get; init; }

        /// <summary>yyyy-MM-dd.</summary>
        public string? StartsOn { get; init; }

        /// <summary>yyyy-MM-dd, the last day; empty without end.</summary>
        public string? EndsOn { get; init; }
    }
}
