using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Documents.DownloadDocument;

public sealed record Query(long Id) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive, TimeProvider clock) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct) =>
        archive.Read(db.IssuedDocuments.ReadableBy(user, db, MoroccanDay.Today(clock)).Where(d => d.Id == query.Id), ct);
}
