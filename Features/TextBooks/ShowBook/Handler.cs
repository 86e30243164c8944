using Massar.Features.Schools.Domain;
using Massar.Features.TextBooks.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.ShowBook;

/// <summary>Whose book it is.</summary>
public enum BookOf
{
    Class,
    Teacher,
}

/// <param name="Id">Number of the class or employee.</param>
/// <param name="Show">gaps for the lessons without entry alone.</param>
public sealed record Query(BookOf Of, long Id, string? Subject, string? Show, int? Page) : IQuery<Book>
{
    /// <summary>All lines, for a file.</summary>
    public bool IsWhole { get; init; }
}

/// <param name="Lines">Newest first.</param>
/// <param name="Gaps">Lessons before today that have no entry, in the chosen subject.</param>
/// <param name="Missing">The same by teacher, most first.</param>
public sealed record Book(BookOf Of, long Id, int SchoolId, string NameAr, string NameLatin, string? Subject, bool IsGaps, IReadOnlyList<Subject> Subjects, int Held, int Gaps, int Late, IReadOnlyList<Missing> Missing, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Select(l => l.TeacherId).Distinct().Count();
}

public sealed record Subject(string Code, string NameAr, string NameFr);

public sealed record Missing(string NameAr, string NameLatin, int Lessons);

/// <param name="Entry">Null for a lesson without one.</param>
public sealed record Line(DateOnly Day, string Time, string ClassName, string SubjectAr, string SubjectFr, int Half, long TeacherId, string TeacherAr, string TeacherLatin, Written? Entry);

/// <param name="Former">What it said before, newest first; only for who may read it.</param>
public sealed record Written(long Id, LessonWork Work, string Title, string? Summary, bool IsFromPlan, string? Homework, DateOnly? DueOn, int? Minutes, DateOnly WrittenOn, bool IsLate, IReadOnlyList<Former> Former);

public sealed record Former(LessonWork Work, string Title, string? Summary, string? Homework, DateOnly? DueOn, int? Minutes, string? Why, DateOnly ChangedOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Book>
{
    private const int Size = 20;

    public async Task<Outcome<Book>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (id, today, path) = (query.Id, MoroccanDay.Today(clock), user.PlacePath);
        var found = query.Of == BookOf.Class
            ? await db.Classes.InSchoolsOf(user, db).Where(c => c.Id == id && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)).Select(c => new { c.SchoolId, Ar = c.Name, Latin = c.Name }).SingleOrDefaultAsync(ct)
            : await (
                from e in db.Employees.TeachingIn(user, db)
                where e.Id == id
                select new
                {
                    SchoolId = db.TeachingAssignments.Where(t => t.EmployeeId == e.Id && db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent) && db.Places.Any(p => p.Id == t.SchoolId && p.Path.StartsWith(path))).OrderBy(t => t.Id).Select(t => t.SchoolId).First(),
                    Ar = e.LastNameAr + " " + e.FirstNameAr,
                    Latin = e.LastNameLatin + " " + e.FirstNameLatin,
                }).SingleOrDefaultAsync(ct);
        if (found is null || await BookFrame.Of(db, found.SchoolId, ct) is not { } frame) return Refusal.NotFound;

        var (school, year, first, last) = (found.SchoolId, frame.Year, frame.Grid.From, today.AddDays(-1));
        var lessons = query.Of == BookOf.Class ? db.Lessons.Where(l => l.ClassId == id) : db.Lessons.TouchedBy(db, school, id, first, last);
        var held = last < first ? [] : await lessons.Held(db, frame, first, last, ct);
        if (query.Of == BookOf.Teacher) held = held.FindAll(h => h.EmployeeId == id);
        List<int> classes = query.Of == BookOf.Class ? [(int)id] : [.. held.Select(h => h.ClassId).Distinct()];
        var rows = await (
            from e in db.BookEntries
            where classes.Contains(e.ClassId) && e.SchoolYearId == year && (query.Of == BookOf.Class || e.EmployeeId == id)
            join c in db.Classes on e.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, e.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join p in db.Employees on e.EmployeeId equals p.Id
            select new { Entry = e, c.Name, plan.NameAr, plan.NameFr, TeacherAr = p.LastNameAr + " " + p.FirstNameAr, TeacherLatin = p.LastNameLatin + " " + p.FirstNameLatin }).AsNoTracking().ToListAsync(ct);

        // A lesson that somebody else wrote about is no gap of this teacher; an entry stands by its day, whatever the timetable says now.
        var written = rows.Select(r => r.Entry.Key).ToHashSet();
        var gaps = held.FindAll(h => !written.Contains(h.Key));
        if (query.Of == BookOf.Teacher && gaps.Count > 0)
        {
            var others = (await db.BookEntries.Where(e => classes.Contains(e.ClassId) && e.SchoolYearId == year && e.EmployeeId != id).Select(e => new BookKey(e.ClassId, e.SubjectCode, e.Half, e.Day, e.Hour)).ToListAsync(ct)).ToHashSet();
            gaps = gaps.FindAll(g => !others.Contains(g.Key));
        }

        var all = rows.Select(r => (r.Entry.Key, Line: new Line(r.Entry.Day, frame.TimeOf(r.Entry.Hour), r.Name, r.NameAr, r.NameFr, r.Entry.Half, r.Entry.EmployeeId, r.TeacherAr, r.TeacherLatin, Of(r.Entry, frame))))
            .Concat(gaps.Select(g => (g.Key, Line: new Line(g.Day, frame.TimeOf(g.Hour), g.ClassName, g.SubjectAr, g.SubjectFr, g.Half, g.EmployeeId, g.TeacherAr, g.TeacherLatin, null)))).ToList();
        List<Subject> subjects = [.. all.DistinctBy(a => a.Key.Subject).Select(a => new Subject(a.Key.Subject, a.Line.SubjectAr, a.Line.SubjectFr)).OrderBy(s => s.NameFr, StringComparer.Ordinal)];
        var subject = subjects.Find(s => s.Code == query.Subject)?.Code;
        var (chosen, isGaps) = (all.FindAll(a => subject is null || a.Key.Subject == subject), query.Show == "gaps");
        var missing = chosen.Where(a => a.Line.Entry is null).GroupBy(a => a.Line.TeacherId).Select(g => new Missing(g.First().Line.TeacherAr, g.First().Line.TeacherLatin, g.Count())).OrderByDescending(m => m.Lessons).ThenBy(m => m.NameAr, StringComparer.Ordinal).ToList();
        var lines = chosen.Where(a => !isGaps || a.Line.Entry is null).OrderByDescending(a => a.Key.Day).ThenByDescending(a => frame.Grid.IndexOf(a.Key.Hour)).ThenBy(a => a.Line.ClassName, StringComparer.Ordinal).ThenBy(a => a.Key.Half).Select(a => a.Line).ToList();
        var pages = Math.Max(1, (lines.Count + Size - 1) / Size);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var shown = query.IsWhole ? lines : [.. lines.Skip((page - 1) * Size).Take(Size)];
        if (!query.IsWhole && user.Has(Permissions.Trace)) shown = await WithFormer(shown, ct);
        return new Book(query.Of, id, school, found.Ar, found.Latin, subject, isGaps, subjects, chosen.Count, chosen.Count(a => a.Line.Entry is null), chosen.Count(a => a.Line.Entry is { IsLate: true }), missing, shown, page, pages);
    }

    private static Written Of(BookEntry e, BookFrame frame) => new(e.Id, e.Work, e.Title, e.Summary, e.PlanItemId is not null, e.Homework, e.DueOn, e.Minutes, MoroccanDay.Of(e.WrittenAt), frame.IsLate(e.Day, e.WrittenAt), []);

    private async Task<List<Line>> WithFormer(List<Line> lines, CancellationToken ct)
    {
        List<long> entries = [.. lines.Where(l => l.Entry is not null).Select(l => l.Entry!.Id)];
        var former = (await db.EntryChanges.Where(c => entries.Contains(c.EntryId)).OrderByDescending(c => c.Id).AsNoTracking().Take(400).ToListAsync(ct))
            .ToLookup(c => c.EntryId, c => new Former(c.Work, c.Title, c.Summary, c.Homework, c.DueOn, c.Minutes, c.Why, MoroccanDay.Of(c.ChangedAt)));
        return [.. lines.Select(l => l.Entry is { } entry && former.Contains(entry.Id) ? l with { Entry = entry with { Former = [.. former[entry.Id]] } } : l)];
    }
}
