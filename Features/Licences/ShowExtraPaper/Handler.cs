using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Licences.ShowExtraPaper;

public sealed record Query(long Id) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct)
    {
        var (id, me, place, isOffice, isSchool) = (query.Id, user.EmployeeId ?? 0, user.PlaceId, user.Has(Permissions.Study), user.Has(Permissions.School));
        var mine = db.ExtraHours.Where(x => x.Id == id && (x.EmployeeId == me || (isOffice && x.OfficeId == place) || (isSchool && x.SchoolId == place)));
        return archive.Read(db.IssuedDocuments.Where(d => mine.Any(x => x.DocumentId == d.Id)), ct);
    }
}
