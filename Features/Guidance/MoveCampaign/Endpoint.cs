using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.MoveCampaign;

/// <summary>The directorate opens a campaign to families, has the rule applied, takes back an hour that has not come, and hands over what was decided.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission);

        foreach (var step in Command.Steps)
        {
            area.Pages.MapPost($"campaigns/{{campaign:int}}/{step}", (int campaign, [FromForm] Input input, Bus bus) =>
                bus.Do(new Command(campaign, step, TypedVersion.Read(input.Version)))
                    .ThenGo(moved => moved.Job is { } job ? Jobs.Links.Job(job) : Links.Campaign(campaign), saying: "ui.saved"));

            area.Api.MapPost($"campaigns/{{campaign:int}}/{step}", (int campaign, ApiInput input, Bus bus) => bus.Do(new Command(campaign, step, input.Version)).AsJson());
        }
    }

    public sealed record Input
    {
        public string? Version { get; init; }
    }

    public sealed record ApiInput(int Version);
}
