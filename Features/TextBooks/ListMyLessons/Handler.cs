using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.ListMyLessons;

/// <param name="Week">Any day of the week; this week when it is not said.</param>
public sealed record Query(string? Week) : IQuery<MyLessons>;

/// <param name="Earlier">Lessons of the four weeks before the shown one that have no entry.</param>
/// <param name="Books">The classes and subjects of these weeks, each with its plan.</param>
public sealed record MyLessons(DateOnly Monday, DateOnly Today, IReadOnlyList<Line> Lines, IReadOnlyList<HeldLesson> Earlier, IReadOnlyList<Book> Books, IReadOnlyDictionary<string, string> Times);

/// <param name="Entry">Null where nothing is written yet.</param>
/// <param name="Next">What the plan has next, for a lesson without entry.</param>
public sealed record Line(HeldLesson Lesson, Written? Entry, NextItem? Next);

public sealed record Written(long Id, LessonWork Work, string Title, bool IsFromPlan, string? Homework, DateOnly? DueOn, bool IsLate);

public sealed record NextItem(long Id, string Title);

/// <param name="Left">Items of the plan that no lesson did yet; null where there is no plan.</param>
public sealed record Book(int ClassId, string ClassName, string SubjectCode, string SubjectAr, string SubjectFr, int? Left);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyLessons>
{
    private const int WeeksBefore = 4;

    public async Task<Outcome<MyLessons>> Handle(Query query, CancellationToken ct)
    {
        var (today, me, school) = (MoroccanDay.Today(clock), user.EmployeeId ?? 0, user.PlaceId);
        var shown = TypedDay.Read(query.Week) ?? today;
        var monday = shown.AddDays(-(((int)shown.DayOfWeek + 6) % 7));
        var (first, last) = (monday.AddDays(-7 * WeeksBefore), monday.AddDays(5));
        if (await BookFrame.Of(db, school, ct) is not { } frame) return new MyLessons(monday, today, [], [], [], new Dictionary<string, string>());

        var held = (await db.Lessons.TouchedBy(db, school, me, first, last).Held(db, frame, first, last, ct)).FindAll(h => h.EmployeeId == me);
        List<int> classes = [.. held.Select(h => h.ClassId).Distinct()];
        var entries = (await db.BookEntries.Where(e => classes.Contains(e.ClassId) && e.Day >= first && e.Day <= last).AsNoTracking().ToListAsync(ct)).ToDictionary(e => e.Key);
        // Of each plan what is not done by the whole class: a half may still be behind the other.
        var items = (await (
            from p in db.YearPlans
            where classes.Contains(p.ClassId)
            join i in db.PlanItems on p.Id equals i.YearPlanId into all
            from i in all.DefaultIfEmpty()
            orderby p.Id, i.Order
            select new
            {
                p.ClassId,
                p.SubjectCode,
                Id = (long?)i.Id,
                i.Title,
                IsDone = db.BookEntries.Any(e => e.PlanItemId == i.Id && e.Half == 0),
                One = db.BookEntries.Any(e => e.PlanItemId == i.Id && e.Half == 1),
                Two = db.BookEntries.Any(e => e.PlanItemId == i.Id && e.Half == 2),
            }).AsNoTracking().ToListAsync(ct)).ToLookup(i => (i.ClassId, i.SubjectCode));

        var lines = new List<Line>();
        var proposed = new Dictionary<(int, string, int), int>();
        foreach (var lesson in held.Where(h => h.Day >= monday))
        {
            if (entries.TryGetValue(lesson.Key, out var e))
            {
                lines.Add(new Line(lesson, new Written(e.Id, e.Work, e.Title, e.PlanItemId is not null, e.Homework, e.DueOn, frame.IsLate(e.Day, e.WrittenAt)), null));
                continue;
            }

            NextItem? next = null;
            if (lesson.Day <= today)
            {
                // The second lesson of the week that is still to be written gets the item after the first's.
                var pass = (lesson.ClassId, lesson.SubjectCode, lesson.Half);
                proposed[pass] = proposed.GetValueOrDefault(pass) + 1;
                next = items[(lesson.ClassId, lesson.SubjectCode)].Where(i => i.Id is not null && !i.IsDone && (lesson.Half == 0 ? !(i.One && i.Two) : lesson.Half == 1 ? !i.One : !i.Two)).Skip(proposed[pass] - 1).Select(i => new NextItem(i.Id!.Value, i.Title)).FirstOrDefault();
            }

            lines.Add(new Line(lesson, null, next));
        }

        var books = held.DistinctBy(h => (h.ClassId, h.SubjectCode)).OrderBy(h => h.ClassName, StringComparer.Ordinal).ThenBy(h => h.SubjectCode, StringComparer.Ordinal)
            .Select(h => new Book(h.ClassId, h.ClassName, h.SubjectCode, h.SubjectAr, h.SubjectFr, items.Contains((h.ClassId, h.SubjectCode)) ? items[(h.ClassId, h.SubjectCode)].Count(i => i.Id is not null && !i.IsDone && !(i.One && i.Two)) : null));
        return new MyLessons(monday, today, lines, held.FindAll(h => h.Day < monday && h.Day <= today && !entries.ContainsKey(h.Key)), [.. books], frame.Grid.Hours.All.ToDictionary(h => h.Code, h => Formats.Time(h.From)));
    }
}
