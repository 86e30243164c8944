using Massar.Features.Documents.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Leaves.ShowMinutes;

public sealed record Query(long Id) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct)
    {
        var visible = db.Leaves.VisibleTo(user).Where(l => l.Id == query.Id);
        return archive.Read(db.IssuedDocuments.Where(d => visible.Any(l => l.MinutesId == d.Id)), ct);
    }
}
