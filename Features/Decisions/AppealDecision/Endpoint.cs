using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.AppealDecision;

/// <summary>An employee appeals against a decision he knows, or against a closed list of promotion he is not promoted on, changes the reason while nobody has answered, and reads the answer.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string OfDecision = "mine/{decision:long}/appeal";

    private const string OfList = "mine/promotion/{table:long}/appeal";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Own).NeverStored();

        decisions.Pages.MapGet(OfDecision, (long decision, Bus bus) => bus.Ask(new Query(decision, null)).As<Form>());
        decisions.Pages.MapPost(OfDecision, (long decision, [FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand(decision, null)).ThenAsk(new Query(decision, null)).GoingTo(_ => Links.AppealMine(decision), "decisions.appeal.sent").As<Form>());
        decisions.Pages.MapGet(OfList, (long table, Bus bus) => bus.Ask(new Query(null, table)).As<Form>());
        decisions.Pages.MapPost(OfList, (long table, [FromForm] Input input, Bus bus) => bus
            .Do(input.ToCommand(null, table)).ThenAsk(new Query(null, table)).GoingTo(_ => Links.AppealList(table), "decisions.appeal.sent").As<Form>());

        decisions.Api.MapGet(OfDecision, (long decision, Bus bus) => bus.Ask(new Query(decision, null)).AsJson());
        decisions.Api.MapPost(OfDecision, (long decision, Input input, Bus bus) => bus.Do(input.ToCommand(decision, null)).AsJson());
        decisions.Api.MapGet(OfList, (long table, Bus bus) => bus.Ask(new Query(null, table)).AsJson());
        decisions.Api.MapPost(OfList, (long table, Input input, Bus bus) => bus.Do(input.ToCommand(null, table)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the appeal that was seen; nothing for a new one.</summary>
        public string? Version { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand(long? decision, long? table) => new(decision, table, int.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null, Reason);
    }
}
