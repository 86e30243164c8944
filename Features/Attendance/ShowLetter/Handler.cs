using Massar.Features.Attendance.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Attendance.ShowLetter;

public sealed record Query(long Id) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken cancellationToken) => archive.Read(
        from letter in db.AbsenceLetters.InSchoolsOf(user, db)
        where letter.Id == query.Id
        join document in db.IssuedDocuments on letter.DocumentId equals document.Id
        select document, cancellationToken);
}
