using Massar.Features.Certificates;
using Massar.Features.Certificates.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellOfBlockedCertificate;

/// <summary>A minor's guardians learn that a certificate waits for data, when they did not ask for it themselves: the page that answered
/// them says it already.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, TimeProvider clock) : IFactHandler<CertificateBlocked>
{
    public async Task Handle(CertificateBlocked notification, CancellationToken cancellationToken)
    {
        // What the school makes for itself it mends itself.
        if (notification.AskedBy is not { } askedBy) return;
        var family = await db.FamilyOf(notification.PupilId, MoroccanDay.Today(clock), cancellationToken);
        if (family is null || family.Members.All(m => m.AccountId != askedBy)) return;

        foreach (var member in family.Members.Where(m => m.AccountId == askedBy || (!m.IsPupil && family.Members.Any(o => o.IsPupil && o.AccountId == askedBy))))
        {
            var isAsker = member.AccountId == askedBy;
            await desk.Queue(new NoticeDraft($"certificate-blocked/{notification.RequestId}/{member.Who}", notification.SchoolId, "notices.certificate-blocked", member.Name, member.Language)
            {
                AccountId = member.AccountId,
                About = member.GuardianId is { } guardian ? (guardian, notification.PupilId) : null,
                Phone = isAsker ? null : member.Phone,
                Args = [family.PupilName],
                Address = Certificates.Links.Request(notification.RequestId),
            }, cancellationToken);
        }
    }
}
