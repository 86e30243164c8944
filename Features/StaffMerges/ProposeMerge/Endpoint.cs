using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.StaffMerges.ProposeMerge;

/// <summary>A human resources manager holds two files beside each other, reads what would go from one to the other, and proposes to merge them.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Propose).NeverStored();

        area.Pages.MapGet("new", (long? one, long? two, Bus bus) => bus.Ask(new Query(one ?? 0, two ?? 0)).As<Form>());

        area.Pages.MapPost("new", (long? one, long? two, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(one ?? 0, two ?? 0, input.Seen, input.Keep, input.Reason)).ThenAsk(new Query(one ?? 0, two ?? 0)).GoingTo(Links.Case, saying: "staff-merges.proposed").As<Form>());

        area.Api.MapGet("new", (long? one, long? two, Bus bus) => bus.Ask(new Query(one ?? 0, two ?? 0)).AsJson());

        area.Api.MapPost("new", (long? one, long? two, Input input, Bus bus) => bus.Do(new Command(one ?? 0, two ?? 0, input.Seen, input.Keep, input.Reason)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the two files as they were read.</summary>
        public string? Seen { get; init; }

        /// <summary>The payroll number that stays.</summary>
        public string? Keep { get; init; }

        public string? Reason { get; init; }
    }
}
