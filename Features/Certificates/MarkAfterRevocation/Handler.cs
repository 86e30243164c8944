using Massar.Features.Certificates.Domain;
using Massar.Features.Documents;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.MarkAfterRevocation;

/// <summary>A request whose paper was revoked is over: the family may ask again, the same day too.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<DocumentRevoked>
{
    public async Task Handle(DocumentRevoked notification, CancellationToken cancellationToken)
    {
        foreach (var request in await db.CertificateRequests.Where(r => r.DocumentId == notification.DocumentId).ToListAsync(cancellationToken))
            (request.State, request.LiveKey) = (CertificateState.Revoked, null);
    }
}
