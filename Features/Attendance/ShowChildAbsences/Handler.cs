using Massar.Features.Attendance.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.ShowChildAbsences;

public sealed record Query(long Pupil, int? Page) : IQuery<ChildAbsences>;

/// <param name="Letters">Letters of the school, the newest first.</param>
public sealed record ChildAbsences(long Pupil, string NameAr, string NameLatin, FamilyAbsences Absences, IReadOnlyList<LetterLine> Letters);

/// <param name="Document">Null for a guardian whom the school does not write to: that there is a letter is told, and the address on it is not.</param>
/// <param name="MeetingAt">Set on a summons: when the guardian is expected, by the wall clock.</param>
public sealed record LetterLine(long? Document, bool IsSummons, string Number, DateTime IssuedAt, DateTime? MeetingAt);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ChildAbsences>
{
    private const int MostLetters = 10;

    public async Task<Outcome<ChildAbsences>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var written = db.Guardianships.InForce(today).WrittenTo();
        // The child and its letters in one statement: a family page asks four.
        var rows = await (
            from g in db.Guardianships.InForceFor(user, today)
            where g.PupilId == request.Pupil
            join p in db.Pupils on g.PupilId equals p.Id
            join l in db.AbsenceLetters on p.Id equals l.PupilId into letters
            from l in letters.DefaultIfEmpty()
            join d in db.IssuedDocuments on l.DocumentId equals d.Id into documents
            from d in documents.DefaultIfEmpty()
            join i in db.Interruptions on l.InterruptionId equals (long?)i.Id into interruptions
            from i in interruptions.DefaultIfEmpty()
            orderby l.IssuedAt descending
            select new { p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, Document = (long?)d.Id, Number = (int?)d.Number, Year = (int?)d.Year, IssuedAt = (DateTime?)l.IssuedAt, IsSummons = l.InterruptionId != null, i.MeetingAt, IsWrittenTo = written.Any(w => w.PupilId == g.PupilId && w.GuardianId == g.GuardianId) })
            .AsNoTracking().Take(MostLetters).ToListAsync(cancellationToken);
        if (rows.Count == 0) return Refusal.NotFound;
        var child = rows[0];
        return new ChildAbsences(request.Pupil, $"{child.LastNameAr} {child.FirstNameAr}", $"{child.LastNameLatin} {child.FirstNameLatin}", await FamilyReading.Of(db, request.Pupil, request.Page, cancellationToken),
            [.. rows.Where(r => r.Document is not null).Select(r => new LetterLine(r.IsWrittenTo ? r.Document : null, r.IsSummons, Formats.RegisterNumber(r.Number!.Value, r.Year!.Value), r.IssuedAt!.Value, r.MeetingAt))]);
    }
}
