using Massar.Features.Documents;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.MarkAfterRevocation;

/// <summary>A request whose paper was revoked is over: the employee may ask again, the same day too.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<DocumentRevoked>
{
    public async Task Handle(DocumentRevoked notification, CancellationToken cancellationToken)
    {
        foreach (var paper in await db.StaffPapers.Where(p => p.DocumentId == notification.DocumentId).ToListAsync(cancellationToken))
            (paper.State, paper.LiveKey) = (StaffPaperState.Revoked, null);
    }
}
