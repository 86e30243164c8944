using System.Globalization;
using Massar.Features.Contributions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellOfContributions;

/// <summary>Guardians are told that a receipt was made for a child, or one taken back; how much it is of, is read in one's own space.</summary>
public sealed class Handler(GuardianDesk guardians) : IFactHandler<ContributionsEntered>
{
    public async Task Handle(ContributionsEntered notification, CancellationToken cancellationToken)
    {
        foreach (var kind in notification.Papers.GroupBy(p => p.IsCancellation))
        {
            var papers = kind.ToLookup(p => p.PupilId);
            await guardians.Tell([.. papers.Select(p => p.Key)], g => g.Draft(
                string.Create(CultureInfo.InvariantCulture, $"contributions/{papers[g.ChildId].First().EntryId}"), notification.SchoolId, kind.Key ? "notices.contribution-cancelled" : "notices.contribution-receipt",
                Contributions.Links.Mine, g.Child, string.Join(", ", papers[g.ChildId].Select(p => p.Number))), cancellationToken);
        }
    }
}
