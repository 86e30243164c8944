using Massar.Features.Documents.Domain;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Installations.ShowMinutes;

public sealed record Query(long Id, bool IsCessation) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct)
    {
        var visible = db.Installations.VisibleTo(user).Where(i => i.Id == query.Id);
        return archive.Read(query.IsCessation ? db.IssuedDocuments.Where(d => visible.Any(i => i.CessationId == d.Id)) : db.IssuedDocuments.Where(d => visible.Any(i => i.MinutesId == d.Id)), ct);
    }
}
