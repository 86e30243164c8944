using System.Globalization;
using Massar.Features.Guidance;
using Massar.Features.Guidance.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellOfGuidance;

/// <summary>A family is told that wishes were sent, that the results are out, that a campaign was withdrawn, and that an appeal is answered; what a result is, is read in one's own space.</summary>
public sealed class Handler(GuardianDesk guardians) : IFactHandler<GuidanceStepped>, IFactHandler<GuidancePublished>, IFactHandler<GuidanceWithdrawn>
{
    public Task Handle(GuidanceStepped notification, CancellationToken cancellationToken)
    {
        var template = notification.State == GuidanceState.Sent ? "notices.guidance-sent" : "notices.guidance-appeal";
        var key = string.Create(CultureInfo.InvariantCulture, $"guidance/{notification.FileId}/{notification.State}");
        return guardians.Tell([notification.PupilId], g => g.Draft(key, notification.SchoolId, template, Guidance.Links.Child(notification.PupilId), g.Child), cancellationToken);
    }

    public async Task Handle(GuidancePublished notification, CancellationToken cancellationToken)
    {
        foreach (var school in notification.Pupils.GroupBy(p => p.SchoolId))
            await guardians.Tell([.. school.Select(p => p.PupilId)], g => g.Draft(
                string.Create(CultureInfo.InvariantCulture, $"guidance-result/{notification.CampaignId}/{g.ChildId}"), school.Key, "notices.guidance-result", Guidance.Links.Child(g.ChildId), g.Child), cancellationToken);
    }

    public async Task Handle(GuidanceWithdrawn notification, CancellationToken cancellationToken)
    {
        foreach (var school in notification.Pupils.GroupBy(p => p.SchoolId))
            await guardians.Tell([.. school.Select(p => p.PupilId)], g => g.Draft(
                string.Create(CultureInfo.InvariantCulture, $"guidance-withdrawn/{notification.CampaignId}/{g.ChildId}"), school.Key, "notices.guidance-withdrawn", Guidance.Links.Mine, g.Child), cancellationToken);
    }
}
