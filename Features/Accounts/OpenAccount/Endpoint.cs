using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.OpenAccount;

/// <summary>A head for the school's staff, or the office above for heads and offices, opens an account from the staff file and prints its slip.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/staff/{employee:long}/open";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Staff).NeverStored();

        area.Pages.MapGet(Route, (long employee, Bus bus) => bus.Ask(new Query(employee)).As<Form>());
        // The answer to the post is the paper itself: the code is shown once and kept nowhere.
        area.Pages.MapPost(Route, (long employee, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(employee, input.Role)).ThenAsk(new Query(employee))
            .Ending(slip => new PartialAnswer(typeof(Paper), new() { [nameof(Paper.Model)] = slip })).As<Form>());

        area.Api.MapPost(Route, (long employee, Input input, Bus bus) => bus.Do(new Command(employee, input.Role)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>A role; empty for the one the files hold.</summary>
        public string? Role { get; init; }
    }
}
