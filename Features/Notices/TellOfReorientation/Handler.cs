using System.Globalization;
using Massar.Features.Certificates.Domain;
using Massar.Features.Guidance;
using Massar.Features.Guidance.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfReorientation;

/// <summary>A family, and a pupil of age, are told that a request of re-orientation came in, that there is a decision, and that the pupil is placed; what was decided and why is read in one's own space.</summary>
public sealed class Handler(MassarDb db, GuardianDesk guardians, AccountDesk accounts, TimeProvider clock) : IFactHandler<ReorientationStepped>
{
    public async Task Handle(ReorientationStepped notification, CancellationToken cancellationToken)
    {
        var (pupil, adult) = (notification.PupilId, Majority.LatestBirth(MoroccanDay.Today(clock)));
        var template = notification.State switch
        {
            ReorientationState.Asked when notification.Version == 0 => "notices.reorientation-asked",
            ReorientationState.Placed => "notices.reorientation-placed",
            _ => "notices.reorientation-decided",
        };
        var key = string.Create(CultureInfo.InvariantCulture, $"reorientation/{notification.RequestId}/{notification.State}/{notification.Version}");
        var address = Guidance.Links.ChildChange(pupil);
        await guardians.Tell([pupil], g => g.Draft(key, notification.SchoolId, template, address, g.Child), cancellationToken);
        await accounts.Tell(db.Accounts.Where(a => a.PupilId == pupil && db.Pupils.Any(p => p.Id == pupil && p.BirthDate <= adult)), 1,
            account => account.Draft($"{key}/p", notification.SchoolId, template, address, account.Name) with { Phone = account.Phone, Email = account.Email }, cancellationToken);
    }
}
