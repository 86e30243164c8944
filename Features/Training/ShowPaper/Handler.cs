using Massar.Features.Documents.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Training.ShowPaper;

public sealed record Query(long Seat, bool IsAttestation) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct)
    {
        var visible = db.TrainingSeats.VisibleTo(user, db).Where(s => s.Id == query.Seat);
        return archive.Read(query.IsAttestation ? db.IssuedDocuments.Where(d => visible.Any(s => s.AttestationId == d.Id)) : db.IssuedDocuments.Where(d => visible.Any(s => s.SummonsId == d.Id)), ct);
    }
}
