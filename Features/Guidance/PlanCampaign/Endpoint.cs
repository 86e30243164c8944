using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.PlanCampaign;

/// <summary>The directorate prepares the guidance into a level of the next year, and moves its days while nothing is decided.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Days = "campaigns/{campaign:int}/days";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet("campaigns/new", (Bus bus) => bus.Ask(new Query(null)).As<Form>());

        area.Pages.MapPost("campaigns/new", ([FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(null)).ThenAsk(new Query(null)).GoingTo(Links.Campaign, saying: "ui.saved").As<Form>());

        area.Pages.MapGet(Days, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Form>());

        area.Pages.MapPost(Days, (int campaign, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(campaign)).ThenAsk(new Query(campaign)).GoingTo(Links.Campaign, saying: "ui.saved").As<Form>());

        area.Api.MapPost("campaigns", (Input input, Bus bus) => bus.Do(input.ToCommand(null)).AsJson());

        area.Api.MapPut(Days, (int campaign, Input input, Bus bus) => bus.Do(input.ToCommand(campaign)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the campaign that was seen; nothing for a new one.</summary>
        public string? Version { get; init; }

        /// <summary>TC, 1BAC or 2BAC.</summary>
        public string? Level { get; init; }

        /// <summary>2027-05-03.</summary>
        public string? OpensOn { get; init; }

        public string? ClosesOn { get; init; }

        public string? OpinionsUntil { get; init; }

        internal Command ToCommand(int? campaign) => new(campaign, TypedVersion.Read(Version), Level, OpensOn, ClosesOn, OpinionsUntil);
    }
}
