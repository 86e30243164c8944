using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.NameRole;

/// <summary>A head names a clerk or a supervisor of the school until a day, or lends the own role for a few days; an office gives the roles of the rank below it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/staff/{employee:long}/roles";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Staff).NeverStored();

        area.Pages.MapGet(Route, (long employee, Bus bus) => bus.Ask(new Query(employee)).As<Form>());
        area.Pages.MapPost(Route, (long employee, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(employee, input.Role, input.EndsOn)).ThenAsk(new Query(employee)).GoingTo(_ => Links.StaffOf(employee), saying: "accounts.staff.named").As<Form>());

        area.Api.MapPost(Route, (long employee, Input input, Bus bus) => bus.Do(new Command(employee, input.Role, input.EndsOn)).AsJson());
    }

    public sealed record Input
    {
        public string? Role { get; init; }

        /// <summary>yyyy-MM-dd, the last day; an office may leave it empty, a head may not.</summary>
        public string? EndsOn { get; init; }
    }
}
