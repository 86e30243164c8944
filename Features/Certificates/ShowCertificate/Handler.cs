using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.ShowCertificate;

public sealed record Query(long Id) : IQuery<Certificate>;

/// <summary>A request as its family and its school see it.</summary>
public sealed record Certificate(
    long Id, CertificateState State, CertificatePurpose Purpose, DateTime AskedAt, long PupilId, string NameAr, string NameLatin,
    string SchoolAr, string SchoolFr, string? SchoolPhone, string? DirectorateAr, string? DirectorateFr, IReadOnlyList<CertificateProblem> Problems, IssuedPaper? Paper);

/// <summary>The paper, in words; the file is one link away.</summary>
/// <param name="Number">12/2026.</param>
/// <param name="Code">As printed.</param>
/// <param name="Size">Bytes.</param>
/// <param name="SupersededBy">The request of the newer paper.</param>
public sealed record IssuedPaper(
    long DocumentId, string Number, string Code, DateTime IssuedAt, int Size, DocumentState State, DateTime? RevokedAt, string? RevokedReason, long? SupersededBy, IReadOnlyList<DocumentFact> Facts);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Certificate>
{
    public async Task<Outcome<Certificate>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
                from request in db.CertificateRequests.VisibleTo(user, db, MoroccanDay.Today(clock)).Where(r => r.Id == query.Id)
                join pupil in db.Pupils on request.PupilId equals pupil.Id
                join school in db.Schools on request.PlaceId equals school.Id
                join place in db.Places on school.Id equals place.Id
                join document in db.IssuedDocuments on request.DocumentId equals document.Id into documents
                from document in documents.DefaultIfEmpty()
                join newer in db.CertificateRequests on document.SupersededById equals newer.DocumentId into newest
                from newer in newest.DefaultIfEmpty()
                select new
                {
                    request.Id,
                    request.State,
                    request.Purpose,
                    request.AskedAt,
                    request.PupilId,
                    request.Problems,
                    pupil.FirstNameAr,
                    pupil.LastNameAr,
                    pupil.FirstNameLatin,
                    pupil.LastNameLatin,
                    SchoolAr = place.NameAr,
                    SchoolFr = place.NameFr,
                    place.Path,
                    school.Phone,
                    Paper = document,
                    Newer = (long?)newer.Id,
                })
            .AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null) return Refusal.NotFound;

        var directorate = row.State == CertificateState.Blocked ? (await db.OfficesOf(row.Path, ct)).Directorate : null;
        var paper = row.Paper is { } d
            ? new IssuedPaper(d.Id, d.NumberShown, DocumentCode.Shown(d.Code), d.IssuedAt, d.Size, d.State, d.RevokedAt, d.RevokedReason, row.Newer, DocumentFacts.Read(d.Facts).Fields)
            : null;
        return new Certificate(
            row.Id, row.State, row.Purpose, row.AskedAt, row.PupilId, $"{row.LastNameAr} {row.FirstNameAr}", $"{row.LastNameLatin} {row.FirstNameLatin}",
            row.SchoolAr, row.SchoolFr, row.Phone, directorate?.NameAr, directorate?.NameFr, CertificateRequest.Read(row.Problems), paper);
    }
}
