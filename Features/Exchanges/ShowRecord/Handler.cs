using Massar.Features.Documents.Domain;
using Massar.Features.Exchanges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Exchanges.ShowRecord;

public sealed record Query(long Id) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct)
    {
        var visible = db.Exchanges.VisibleTo(user).Where(e => e.Id == query.Id);
        return archive.Read(db.IssuedDocuments.Where(d => visible.Any(e => e.RecordId == d.Id)), ct);
    }
}
