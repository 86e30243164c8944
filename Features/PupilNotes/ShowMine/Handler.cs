using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.ShowMine;

/// <param name="Pupil">Null for the first child there is.</param>
public sealed record Query(long? Pupil) : IQuery<MyFile>;

/// <param name="Shown">Null where there is nobody.</param>
/// <param name="Notes">All of this year that were not taken back, also those that wait for the head or that only the head reads.</param>
/// <param name="Gone">Notes without their words that were shown before they were taken back or refused: that colleagues could read them stays known.</param>
/// <param name="Readings">Who opened the file this year, the newest first.</param>
public sealed record MyFile(Child? Shown, IReadOnlyList<Child> Others, IReadOnlyList<NoteLine> Notes, IReadOnlyList<GoneLine> Gone, IReadOnlyList<ReadingLine> Readings);

public sealed record Child(long Id, string NameAr, string NameLatin);

public sealed record NoteLine(NoteKind Kind, string Text, NoteState State, NoteAudience Audience, DateTime WrittenAt, string? ByAr, string? ByLatin, string SchoolAr, string SchoolFr);

/// <param name="State">Withdrawn or Refused.</param>
public sealed record GoneLine(NoteState State, DateTime ShownAt, DateTime EndedAt, string? ByAr, string? ByLatin, string SchoolAr, string SchoolFr);

/// <param name="SubjectAr">What the reader teaches the class; null for the head and the supervisors.</param>
public sealed record ReadingLine(DateTime At, string? ByAr, string? ByLatin, string? SubjectAr, string? SubjectFr);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyFile>
{
    private const int MostChildren = 30;
    private const int MostReadings = 60;
    private const int MostGone = 60;

    public async Task<Outcome<MyFile>> Handle(Query query, CancellationToken ct)
    {
        var mine = await db.Pupils.WithNotesFor(user, db, MoroccanDay.Today(clock)).OrderBy(p => p.BirthDate).ThenBy(p => p.Id)
            .Select(p => new Child(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin)).Take(MostChildren).AsNoTracking().ToListAsync(ct);
        var shown = query.Pupil is { } asked ? mine.Find(c => c.Id == asked) : mine.FirstOrDefault();
        if (shown is null) return query.Pupil is null ? new MyFile(null, [], [], [], []) : Refusal.NotFound;
        var id = shown.Id;
        var notes = await (
            from n in db.PupilNotes
            where n.PupilId == id && (n.State == NoteState.Shown || n.State == NoteState.Waiting) && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent)
            join place in db.Places on n.SchoolId equals place.Id
            join a in db.Accounts on n.WrittenByAccountId equals a.Id into authors
            from a in authors.DefaultIfEmpty()
            orderby n.WrittenAt descending, n.Id descending
            select new NoteLine(n.Kind, n.Text, n.State, n.Audience, n.WrittenAt, a.NameAr, a.NameLatin, place.NameAr, place.NameFr)).AsNoTracking().ToListAsync(ct);
        var gone = await (
            from n in db.PupilNotes
            where n.PupilId == id && (n.State == NoteState.Withdrawn || n.State == NoteState.Refused) && n.ShownAt != null && n.EndedAt != null && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent)
            join place in db.Places on n.SchoolId equals place.Id
            join a in db.Accounts on n.WrittenByAccountId equals a.Id into authors
            from a in authors.DefaultIfEmpty()
            orderby n.EndedAt descending, n.Id descending
            select new GoneLine(n.State, n.ShownAt!.Value, n.EndedAt!.Value, a.NameAr, a.NameLatin, place.NameAr, place.NameFr)).AsNoTracking().Take(MostGone).ToListAsync(ct);
        var readings = await (
            from r in db.FileReadings
            where r.PupilId == id && db.SchoolYears.Any(y => y.Id == r.SchoolYearId && y.IsCurrent)
            join a in db.Accounts on r.AccountId equals a.Id into readers
            from a in readers.DefaultIfEmpty()
            orderby r.At descending, r.Id descending
            select new
            {
                r.At,
                a.NameAr,
                a.NameLatin,
                Subject = (from t in db.TeachingAssignments
                           where t.ClassId == r.ClassId && t.EmployeeId == a.EmployeeId
                           join c in db.Classes on t.ClassId equals c.Id
                           join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
                           orderby t.Id
                           select new { plan.NameAr, plan.NameFr }).FirstOrDefault(),
            }).AsNoTracking().Take(MostReadings).ToListAsync(ct);
        return new MyFile(shown, [.. mine.Where(c => c != shown)], notes, gone, [.. readings.Select(r => new ReadingLine(r.At, r.NameAr, r.NameLatin, r.Subject?.NameAr, r.Subject?.NameFr))]);
    }
}
