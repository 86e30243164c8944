using Massar.Features.Certificates;
using Massar.Features.Certificates.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellOfCertificate;

/// <summary>A minor's guardians learn that a certificate was issued, an adult pupil alone does. Who asked and has it on the screen is not
/// told a second time, and a minor pupil reads it in the pupil's own space without an SMS.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, TimeProvider clock) : IFactHandler<CertificateIssued>
{
    public async Task Handle(CertificateIssued notification, CancellationToken cancellationToken)
    {
        var family = await db.FamilyOf(notification.PupilId, MoroccanDay.Today(clock), cancellationToken);
        if (family is null) return;

        foreach (var member in family.Members)
        {
            if (notification.SeenAtOnce && member.AccountId == notification.AskedBy) continue;
            // Another guardian of the child finds it in the list; the one who asked needs no message of it.
            if (notification.SeenAtOnce && !member.IsPupil && family.Members.Any(m => !m.IsPupil && m.AccountId == notification.AskedBy)) continue;

            var isTold = !member.IsPupil || !family.IsMinor;
            await desk.Queue(new NoticeDraft($"certificate-issued/{notification.RequestId}/{notification.NumberShown}/{member.Who}", notification.SchoolId, "notices.certificate-issued", member.Name, member.Language)
            {
                AccountId = member.AccountId,
                About = member.GuardianId is { } guardian ? (guardian, notification.PupilId) : null,
                Phone = isTold ? member.Phone : null,
                Email = isTold ? member.Email : null,
                Args = [notification.NumberShown, family.PupilName],
                Address = Certificates.Links.Request(notification.RequestId),
            }, cancellationToken);
        }
    }
}
