using System.Globalization;
using Massar.Features.Documents.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Features.ReportCards.Parts;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.ShowCards;

public sealed record Query(long Id) : IQuery<Batch>;

/// <param name="Job">For the one who ordered it.</param>
/// <param name="IsBound">The file for the printer is ready.</param>
public sealed record Batch(long Id, string? ClassName, int Year, int Semester, DateTime AskedAt, long? Job, WorkState? State, bool IsBound, IReadOnlyList<ClassLine> Classes)
{
    public int Cards => Classes.Sum(c => c.Cards);

    public int Missing => Classes.Sum(c => c.Pupils - c.Cards);
}

public sealed record ClassLine(int ClassId, string Name, int Pupils, int Cards);

public sealed record FileQuery(long Id) : IQuery<StoredParts>;

public sealed record ZipQuery(long Id) : IQuery<ZipList>;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Batch>, IQueryHandler<FileQuery, StoredParts>, IQueryHandler<ZipQuery, ZipList>
{
    public async Task<Outcome<Batch>> Handle(Query query, CancellationToken ct)
    {
        var key = CardBatch.WorkKey(query.Id);
        var head = await (
            from batch in db.CardBatches.At(user)
            where batch.Id == query.Id
            select new
            {
                batch.SchoolYearId,
                batch.Semester,
                batch.ClassId,
                batch.AskedAt,
                batch.AskedByAccountId,
                IsBound = db.CardFileParts.Any(p => p.BatchId == batch.Id && p.Number >= 0),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (head is null) return Refusal.NotFound;

        var job = await db.WorkItems.AsNoTracking().Where(w => w.Key == key).Select(w => new { w.Id, w.State }).SingleOrDefaultAsync(ct);
        var classes = await (
            from council in db.Councils.At(user)
            where council.SchoolYearId == head.SchoolYearId && council.Semester == head.Semester && (head.ClassId == null || council.ClassId == head.ClassId)
            join c in db.Classes on council.ClassId equals c.Id
            orderby c.Name
            select new ClassLine(c.Id, c.Name,
                db.Enrollments.Count(e => e.ClassId == c.Id && (e.State == Enrollments.Domain.EnrollmentState.Active || e.State == Enrollments.Domain.EnrollmentState.Graduated)),
                db.ReportCards.Count(r => r.ClassId == c.Id && r.Semester == head.Semester && r.DocumentId != null))).AsNoTracking().ToListAsync(ct);
        return new Batch(query.Id, head.ClassId is null ? null : classes.FirstOrDefault()?.Name, head.SchoolYearId, head.Semester, head.AskedAt, head.AskedByAccountId == user.AccountId ? job?.Id : null, job?.State, head.IsBound, classes);
    }

    public async Task<Outcome<StoredParts>> Handle(FileQuery query, CancellationToken ct)
    {
        var sizes = await db.CardFileParts.Where(p => p.BatchId == query.Id && p.Number >= 0 && db.CardBatches.At(user).Any(b => b.Id == p.BatchId)).Select(p => p.Bytes.Length).ToListAsync(ct);
        if (sizes.Count == 0) return Refusal.NotFound;
        var persons = await (
            from batch in db.CardBatches.At(user)
            where batch.Id == query.Id
            join card in db.ReportCards on new { batch.SchoolId, batch.SchoolYearId, batch.Semester } equals new { card.SchoolId, card.SchoolYearId, card.Semester }
            where card.DocumentId != null && (batch.ClassId == null || card.ClassId == batch.ClassId)
            select card.PupilId).CountAsync(ct);
        return new StoredParts(query.Id, sizes.Count, sizes.Sum(s => (long)s), Math.Max(1, persons));
    }

    public async Task<Outcome<ZipList>> Handle(ZipQuery query, CancellationToken ct)
    {
        var rows = await (
            from batch in db.CardBatches.At(user)
            where batch.Id == query.Id
            join card in db.ReportCards on new { batch.SchoolId, batch.SchoolYearId, batch.Semester } equals new { card.SchoolId, card.SchoolYearId, card.Semester }
            where batch.ClassId == null || card.ClassId == batch.ClassId
            join document in db.IssuedDocuments on card.DocumentId equals document.Id
            where document.State == DocumentState.Valid
            join c in db.Classes on card.ClassId equals c.Id
            join pupil in db.Pupils on card.PupilId equals pupil.Id
            join e in db.Enrollments on new { card.PupilId, ClassId = (int?)card.ClassId } equals new { e.PupilId, e.ClassId }
            orderby c.Name, e.OrderInClass, card.PupilId
            select new { document.Id, c.Name, e.OrderInClass, pupil.MassarCode }).AsNoTracking().ToListAsync(ct);
        return rows.Count == 0 ? Refusal.NotFound
            : new ZipList([.. rows.Select(r => new ZipEntry(r.Id, string.Create(CultureInfo.InvariantCulture, $"{Plain(r.Name)}/{r.OrderInClass:00}-{Plain(r.MassarCode)}.pdf")))]);
    }

    private static string Plain(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_'));
}
