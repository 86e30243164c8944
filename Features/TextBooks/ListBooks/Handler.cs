using Massar.Features.Schools.Domain;
using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.ListBooks;

/// <param name="School">For who looks after several: which one.</param>
/// <param name="By">teacher, or the classes where it is not said.</param>
/// <param name="Q">For who looks after several: a part of a school's name.</param>
public sealed record Query(int? School, string? By, string? Q, int? Page) : IQuery<Books>
{
    /// <summary>All lines, for a file.</summary>
    public bool IsWhole { get; init; }
}

/// <param name="Schools">To choose from, where a school has still to be chosen.</param>
/// <param name="IsOne">The reader has one school, and nothing to choose.</param>
public sealed record Books(int? School, string? SchoolAr, string? SchoolFr, bool IsOne, string? Q, IReadOnlyList<SchoolLine> Schools, DateOnly From, DateOnly To, bool ByTeacher, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => ByTeacher ? Lines.Count : 0;
}

public sealed record SchoolLine(int Id, string NameAr, string NameFr, string GresaCode);

/// <param name="Id">Number of the class or employee.</param>
/// <param name="Held">Lessons the timetable had.</param>
/// <param name="Late">Entries written after the days a teacher has for it.</param>
public sealed record Line(long Id, string NameAr, string NameLatin, int Held, int Gaps, int Late);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Books>
{
    private const int Size = 20;
    private const int Days = 28;

    public async Task<Outcome<Books>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var today = MoroccanDay.Today(clock);
        var (first, last, byTeacher) = (today.AddDays(-Days), today.AddDays(-1), query.By == "teacher");
        var own = await db.Schools.Below(user).Where(s => s.Id == user.PlaceId).AnyAsync(ct);
        var isOne = own && query.School is null;
        if (!own && query.School is null) return await Choose(query, first, last, ct);

        var school = query.School ?? user.PlaceId;
        var found = await db.Schools.Below(user).Where(s => s.Id == school).Select(s => new { s.Place.NameAr, s.Place.NameFr }).SingleOrDefaultAsync(ct);
        if (found is null || await BookFrame.Of(db, school, ct) is not { } frame) return Refusal.NotFound;
        if (first < frame.Grid.From) first = frame.Grid.From;
        var held = last < first ? [] : await db.Lessons.Where(l => l.SchoolId == school).Held(db, frame, first, last, ct);
        var entries = (await db.BookEntries.Where(e => e.SchoolId == school && e.Day >= first && e.Day <= last).Select(e => new { e.ClassId, e.SubjectCode, e.Half, e.Day, e.Hour, e.WrittenAt }).AsNoTracking().ToListAsync(ct))
            .ToDictionary(e => new BookKey(e.ClassId, e.SubjectCode, e.Half, e.Day, e.Hour), e => frame.IsLate(e.Day, e.WrittenAt));
        List<Line> lines = [.. held.GroupBy(h => byTeacher ? h.EmployeeId : h.ClassId)
            .Select(g => new Line(g.Key, byTeacher ? g.First().TeacherAr : g.First().ClassName, byTeacher ? g.First().TeacherLatin : g.First().ClassName, g.Count(), g.Count(h => !entries.ContainsKey(h.Key)), g.Count(h => entries.GetValueOrDefault(h.Key))))
            .OrderByDescending(l => l.Gaps).ThenBy(l => l.NameAr, StringComparer.Ordinal).ThenBy(l => l.Id)];
        var pages = Math.Max(1, (lines.Count + Size - 1) / Size);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        return new Books(school, found.NameAr, found.NameFr, own, null, [], first, last, byTeacher, query.IsWhole ? lines : [.. lines.Skip((page - 1) * Size).Take(Size)], page, pages);
    }

    private async Task<Books> Choose(Query query, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var schools = db.Schools.Below(user).Open();
        if (BidiSafe.CleanOrNull(query.Q) is { } part)
        {
            schools = schools.Where(s => s.Place.NameAr.Contains(part) || s.Place.NameFr.Contains(part) || s.GresaCode == part);
        }

        var pages = Math.Max(1, (await schools.CountAsync(ct) + Size - 1) / Size);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var shown = await schools.OrderBy(s => s.Place.NameAr).ThenBy(s => s.Id).Skip((page - 1) * Size).Take(Size).Select(s => new SchoolLine(s.Id, s.Place.NameAr, s.Place.NameFr, s.GresaCode)).ToListAsync(ct);
        return new Books(null, null, null, false, query.Q, shown, first, last, false, [], page, pages);
    }
}
