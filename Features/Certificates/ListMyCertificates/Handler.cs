using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.ListMyCertificates;

public sealed record Query(int Page) : IQuery<Certificates>;

public sealed record Certificates(IReadOnlyList<Line> Lines, int Page, int Pages);

public sealed record Line(long Id, CertificateState State, CertificatePurpose Purpose, DateTime AskedAt, string NameAr, string NameLatin, long? DocumentId, int? Number, int? Year, DocumentState? Paper, int? Size);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Certificates>
{
    private const int PageSize = 20;

    public async Task<Outcome<Certificates>> Handle(Query query, CancellationToken ct)
    {
        var mine = db.CertificateRequests.VisibleTo(user, db, MoroccanDay.Today(clock));
        var count = await mine.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var lines = await (
                from request in mine
                join pupil in db.Pupils on request.PupilId equals pupil.Id
                join document in db.IssuedDocuments on request.DocumentId equals document.Id into documents
                from document in documents.DefaultIfEmpty()
                orderby request.AskedAt descending, request.Id descending
                select new Line(request.Id, request.State, request.Purpose, request.AskedAt, pupil.LastNameAr + " " + pupil.FirstNameAr, pupil.LastNameLatin + " " + pupil.FirstNameLatin,
                    document.Id, document.Number, document.Year, document.State, document.Size))
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new Certificates(lines, page, pages);
    }
}
