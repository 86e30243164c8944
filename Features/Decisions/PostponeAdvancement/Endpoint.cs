using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.PostponeAdvancement;

/// <summary>A human resources manager leaves one named person out of the year's advancements in échelon, with the reason; the person is told.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "echelon/{employee:long}/postponement";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (long employee, string? on, Bus bus) => bus.Ask(new Query(employee, on)).As<Form>());

        decisions.Pages.MapPost(Route, (long employee, [FromForm] Input input, Bus bus) => bus.Do(new Command(employee, input.On, input.Reason, input.Remark))
            .ThenAsk(new Query(employee, input.On)).GoingTo(p => Links.Prepare(p.On, "postponed"), "decisions.postpone.done").As<Form>());

        decisions.Api.MapGet(Route, (long employee, string? on, Bus bus) => bus.Ask(new Query(employee, on)).AsJson());

        decisions.Api.MapPost(Route, (long employee, Input input, Bus bus) => bus.Do(new Command(employee, input.On, input.Reason, input.Remark)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>The day of the list the line was on, yyyy-MM-dd; today when empty.</summary>
        public string? On { get; init; }

        /// <summary>A code of <see cref="Domain.Postponement.Reasons"/>.</summary>
        public string? Reason { get; init; }

        public string? Remark { get; init; }
    }
}
