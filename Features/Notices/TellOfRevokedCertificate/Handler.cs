using Massar.Features.Certificates.Domain;
using Massar.Features.Documents;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellOfRevokedCertificate;

/// <summary>Whoever may hold a revoked certificate learns that it counts no more, before an office tells them.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, TimeProvider clock) : IFactHandler<DocumentRevoked>
{
    public async Task Handle(DocumentRevoked notification, CancellationToken cancellationToken)
    {
        if (notification.Kind != CertificateDesk.Kind || notification.PupilId is not { } pupil) return;
        var family = await db.FamilyOf(pupil, MoroccanDay.Today(clock), cancellationToken);
        if (family is null) return;

        foreach (var member in family.Members.Where(m => !m.IsPupil || !family.IsMinor))
        {
            await desk.Queue(new NoticeDraft($"certificate-revoked/{notification.DocumentId}/{member.Who}", notification.PlaceId, "notices.certificate-revoked", member.Name, member.Language)
            {
                AccountId = member.AccountId,
                About = member.GuardianId is { } guardian ? (guardian, pupil) : null,
                Phone = member.Phone,
                Email = member.Email,
                Args = [notification.NumberShown, family.PupilName],
                Address = Certificates.Links.Mine,
            }, cancellationToken);
        }
    }
}
