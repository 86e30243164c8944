using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.ShowBatch;

public sealed record Query(long Id) : IQuery<Batch>;

public sealed record Batch(long Id, string ClassName, CertificatePurpose Purpose, DateTime AskedAt, long? Job, IReadOnlyList<Line> Lines)
{
    public int Printable => Lines.Count(l => l.Paper == DocumentState.Valid);
}

public sealed record Line(long PupilId, string NameAr, string NameLatin, long? RequestId, CertificateState? State, string? Number, DocumentState? Paper, string? Refused, IReadOnlyList<CertificateProblem> Problems);

/// <summary>What is drawn again for printing: papers that are valid today.</summary>
public sealed record PrintQuery(long Id) : IQuery<Printable>;

public sealed record Printable(IReadOnlyList<CertificateContent> Papers);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Batch>, IQueryHandler<PrintQuery, Printable>
{
    public async Task<Outcome<Batch>> Handle(Query query, CancellationToken ct)
    {
        var key = CertificateBatch.WorkKey(query.Id);
        var head = await (
                from batch in db.CertificateBatches.Where(b => b.Id == query.Id && b.PlaceId == user.PlaceId)
                join schoolClass in db.Classes on batch.ClassId equals schoolClass.Id
                select new { schoolClass.Name, batch.Purpose, batch.AskedAt, batch.AskedByAccountId, Job = db.WorkItems.Where(w => w.Key == key).Select(w => (long?)w.Id).FirstOrDefault() })
            .SingleOrDefaultAsync(ct);
        if (head is null) return Refusal.NotFound;

        var rows = await (
                from item in db.CertificateBatchItems.Where(i => i.BatchId == query.Id)
                join pupil in db.Pupils on item.PupilId equals pupil.Id
                join request in db.CertificateRequests on item.RequestId equals request.Id into requests
                from request in requests.DefaultIfEmpty()
                join document in db.IssuedDocuments on request.DocumentId equals document.Id into documents
                from document in documents.DefaultIfEmpty()
                orderby document.Number, pupil.LastNameAr, pupil.FirstNameAr, pupil.Id
                select new
                {
                    item.PupilId,
                    pupil.FirstNameAr,
                    pupil.LastNameAr,
                    pupil.FirstNameLatin,
                    pupil.LastNameLatin,
                    item.RequestId,
                    item.Refused,
                    State = (CertificateState?)request.State,
                    Problems = (string?)request.Problems,
                    Number = (int?)document.Number,
                    Year = (int?)document.Year,
                    Paper = (DocumentState?)document.State,
                })
            .Take(200).ToListAsync(ct);
        return new Batch(query.Id, head.Name, head.Purpose, head.AskedAt, head.AskedByAccountId == user.AccountId ? head.Job : null,
        [
            .. rows.Select(r => new Line(r.PupilId, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.RequestId, r.State,
                r.Number is { } number ? Formats.RegisterNumber(number, r.Year!.Value) : null, r.Paper, r.Refused, CertificateRequest.Read(r.Problems ?? ""))),
        ]);
    }

    public async Task<Outcome<Printable>> Handle(PrintQuery query, CancellationToken ct)
    {
        var papers = await (
                from batch in db.CertificateBatches.Where(b => b.Id == query.Id && b.PlaceId == user.PlaceId)
                join item in db.CertificateBatchItems on batch.Id equals item.BatchId
                join request in db.CertificateRequests on item.RequestId equals request.Id
                join document in db.IssuedDocuments on request.DocumentId equals document.Id
                where document.State == DocumentState.Valid
                orderby document.Year, document.Number
                select request.Paper)
            .Take(200).ToListAsync(ct);
        return papers.Count == 0 ? Refusal.NotFound : new Printable([.. papers.Select(p => CertificateContent.Read(p!))]);
    }
}
