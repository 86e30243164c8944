using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.OutOfSchool.HandleCase;

/// <summary>Who follows a child reads how to reach the family, notes what was tried, what is planned and how it ended; the director says who follows.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";

    public static void Map(AreaRoutes area)
    {
        var (follow, lead) = (area.Requiring(Permissions.Follow).NeverStored(), area.Requiring(Permissions.Lead).NeverStored());

        follow.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        follow.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<Form>());

        lead.Pages.MapPost($"{Route}/officer", (long id, [FromForm] OfficerInput input, Bus bus) =>
            bus.Do(input.ToCommand(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<Form>());

        follow.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        follow.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());

        lead.Api.MapPost($"{Route}/officer", (long id, OfficerInput input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>contact, plan, end.</summary>
        public string? Do { get; init; }

        /// <summary>The day of the contact, yyyy-MM-dd.</summary>
        public string? Day { get; init; }

        /// <summary>How: Phone, Visit, Letter, Meeting, Others.</summary>
        public string? Way { get; init; }

        /// <summary>What came of it: Reached, NoAnswer, WrongAddress, Refuses.</summary>
        public string? Result { get; init; }

        /// <summary>What was said.</summary>
        public string? Words { get; init; }

        /// <summary>What shall be done.</summary>
        public string? Plan { get; init; }

        /// <summary>The day of the next step, yyyy-MM-dd.</summary>
        public string? NextOn { get; init; }

        /// <summary>SecondChance, Vocational, FoundElsewhere, LostSight.</summary>
        public string? Outcome { get; init; }

        /// <summary>Where the child is, and how it is known.</summary>
        public string? Note { get; init; }

        /// <summary>Of the case as it was read.</summary>
        public string? Version { get; init; }

        internal Command ToCommand(long id) => new(id, Do, Day, Way, Result, Words, Plan, NextOn, Outcome, Note, null, Version);
    }

    public sealed record OfficerInput
    {
        /// <summary>The account that follows the child from now on.</summary>
        public string? Officer { get; init; }

        /// <summary>Of the case as it was read.</summary>
        public string? Version { get; init; }

        internal Command ToCommand(long id) => new(id, Command.Charge, null, null, null, null, null, null, null, null, Officer, Version);
    }
}
