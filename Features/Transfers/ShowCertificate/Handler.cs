using Massar.Features.Documents.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Transfers.ShowCertificate;

public sealed record Query(long Id) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive, TimeProvider clock) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct)
    {
        var scope = user.Has(Permissions.Request) ? db.Transfers.OfFamily(user, db, MoroccanDay.Today(clock)) : db.Transfers.VisibleTo(user);
        return archive.Read(
            from transfer in scope
            where transfer.Id == query.Id
            join document in db.IssuedDocuments on transfer.DocumentId equals (long?)document.Id
            select document, ct);
    }
}
