using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.WithdrawCampaign;

/// <summary>The directorate withdraws a campaign before any family has read a result, with a reason that all who sent wishes read; the level may be planned anew.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "campaigns/{campaign:int}/withdraw";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Form>());

        area.Pages.MapPost(Route, (int campaign, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(campaign)).ThenAsk(new Query(campaign)).GoingTo(_ => Links.Campaign(campaign), saying: "guidance.withdrawn").As<Form>());

        area.Api.MapPost(Route, (int campaign, Input input, Bus bus) => bus.Do(input.ToCommand(campaign)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand(int campaign) => new(campaign, TypedVersion.Read(Version), Reason);
    }
}
