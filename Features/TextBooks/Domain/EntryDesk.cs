using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.Domain;

/// <summary>An entry as it was typed.</summary>
/// <param name="Item">Number of the plan's item; empty where the lesson left the plan.</param>
/// <param name="DueOn">One of the days that were offered.</param>
public sealed record TypedEntry(string? Work, string? Title, string? Summary, string? Item, string? Homework, string? DueOn, string? Minutes);

/// <summary>What an entry may be chosen from, and what the class has to do already.</summary>
/// <param name="Days">The next days on which the class has the subject.</param>
public sealed record EntryChoices(IReadOnlyList<PlanChoice> Items, IReadOnlyList<DueDay> Days, int HeavyMinutes);

/// <param name="IsDone">An entry of the same pupils did it already.</param>
public sealed record PlanChoice(long Id, int Order, string Title, bool IsDone);

/// <summary>A day with the homework the class has for it, in all subjects.</summary>
public sealed record DueDay(DateOnly Day, IReadOnlyList<DueWork> Works)
{
    public int Minutes => Works.Sum(w => w.Minutes ?? 0);
}

public sealed record DueWork(string SubjectAr, string SubjectFr, string Homework, int? Minutes);

/// <summary>A lesson to be written about: with what stands there already, and what may be chosen.</summary>
/// <param name="EntryId">Null where the lesson has no entry yet.</param>
public sealed record EntryPlace(BookFrame Frame, HeldLesson Lesson, long? EntryId, EntryChoices Choices);

/// <summary>Finds the lesson an entry is about and reads what was typed for it.</summary>
public sealed class EntryDesk(MassarDb db)
{
    /// <summary>Homework is given for one of so many next lessons of the class in the subject…</summary>
    private const int MostDays = 8;

    /// <summary>…within so many days.</summary>
    private const int Farthest = 45;

    /// <summary>The lesson of a day, where the employee gives it; six statements.</summary>
    public async Task<EntryPlace?> Of(int school, long lesson, DateOnly day, long employee, CancellationToken ct)
    {
        if (day == DateOnly.MinValue || day > DateOnly.MaxValue.AddDays(-Farthest) || await BookFrame.Of(db, school, ct) is not { } frame) return null;
        // The whole subject of the class: its next lessons are the days that homework can be given for.
        var held = await db.Lessons.Where(l => l.SchoolId == school && db.Lessons.Any(o => o.Id == lesson && o.ClassId == l.ClassId && o.SubjectCode == l.SubjectCode)).Held(db, frame, day, day.AddDays(Farthest), ct);
        if (held.Find(h => h.LessonId == lesson && h.Day == day && h.EmployeeId == employee) is not { } one) return null;
        var days = held.Where(h => h.Day > day && (h.Half == 0 || one.Half == 0 || h.Half == one.Half)).Select(h => h.Day).Distinct().Take(MostDays).ToList();
        var (there, choices) = await Choices(frame, one.Key, days, ct);
        return new EntryPlace(frame, one, there, choices);
    }

    /// <summary>What an entry that stands already may be changed to. Its own due day stays possible, whatever the timetable says now.</summary>
    public async Task<EntryChoices> Of(BookFrame frame, BookEntry entry, CancellationToken ct)
    {
        var (id, subject, day) = (entry.ClassId, entry.SubjectCode, entry.Day);
        var held = await db.Lessons.Where(l => l.ClassId == id && l.SubjectCode == subject).Held(db, frame, day, day.AddDays(Farthest), ct);
        IEnumerable<DateOnly> days = held.Where(h => h.Day > day && (h.Half == 0 || entry.Half == 0 || h.Half == entry.Half)).Select(h => h.Day).Distinct().Take(MostDays);
        return (await Choices(frame, entry.Key, [.. (entry.DueOn is { } own ? days.Append(own) : days).Distinct().Order()], ct)).Choices;
    }

    /// <summary>The words as typed, or what is wrong with them.</summary>
    public static EntryWords? Read(TypedEntry typed, EntryChoices choices, out Refusal? refusal)
    {
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        var (title, summary, homework) = (BidiSafe.Clean(typed.Title), BidiSafe.CleanLinesOrNull(typed.Summary), BidiSafe.CleanLinesOrNull(typed.Homework));
        PlanChoice? item = null;
        if (!string.IsNullOrEmpty(typed.Item) && (item = choices.Items.FirstOrDefault(i => i.Id.ToString(CultureInfo.InvariantCulture) == typed.Item)) is null)
            wrong["Item"] = new("text-books.item.gone");
        if (title.Length == 0 && item is not null) title = item.Title;
        if (title.Length == 0 && wrong.Count == 0) wrong["Title"] = new("text-books.title.needed");
        if (title.Length > BookEntry.TitleLength) wrong["Title"] = new("text-books.too-long", BookEntry.TitleLength);
        if (summary?.Length > BookEntry.SummaryLength) wrong["Summary"] = new("text-books.too-long", BookEntry.SummaryLength);
        if (homework?.Length > BookEntry.HomeworkLength) wrong["Homework"] = new("text-books.too-long", BookEntry.HomeworkLength);
        if (!Enum.TryParse<LessonWork>(typed.Work, out var work) || !Enum.IsDefined(work) || work.ToString() != typed.Work) wrong["Work"] = new("text-books.work.choose");
        var due = TypedDay.Read(typed.DueOn);
        int? minutes = null;
        if (homework is not null)
        {
            if (due is not { } day || choices.Days.All(d => d.Day != day)) wrong["DueOn"] = new(choices.Days.Count == 0 ? "text-books.due.none" : "text-books.due.choose");
            if (Digits.ToLatin(typed.Minutes ?? "").Trim() is { Length: > 0 } number)
            {
                if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read is > 0 and <= BookEntry.MostMinutes) minutes = read;
                else wrong["Minutes"] = new("text-books.minutes.wrong", BookEntry.MostMinutes);
            }
        }

        refusal = wrong.Count > 0 ? Refusal.Invalid(wrong) : null;
        return refusal is null ? new EntryWords(work, title, summary, item?.Id, homework, homework is null ? null : due, minutes) : null;
    }

    // The homework of the class for those days, and what stands at the lesson itself: one statement; the plan's items: another.
    private async Task<(long? There, EntryChoices Choices)> Choices(BookFrame frame, BookKey key, List<DateOnly> days, CancellationToken ct)
    {
        var (id, subject, half, day, hour) = key;
        var (next, last) = (day.AddDays(1), days.Count > 0 ? days[^1] : day);
        var near = await (
            from e in db.BookEntries
            where e.ClassId == id && ((e.Day == day && e.Hour == hour && e.SubjectCode == subject && e.Half == half) || (e.DueOn >= next && e.DueOn <= last))
            join c in db.Classes on e.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, e.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            orderby e.DueOn, plan.NameFr, e.Id
            select new { e.Id, IsThis = e.Day == day && e.Hour == hour && e.SubjectCode == subject && e.Half == half, e.DueOn, plan.NameAr, plan.NameFr, e.Homework, e.Minutes }).AsNoTracking().Take(400).ToListAsync(ct);
        var items = await (
            from p in db.YearPlans
            where p.ClassId == id && p.SubjectCode == subject
            join i in db.PlanItems on p.Id equals i.YearPlanId
            orderby i.Order
            select new PlanChoice(i.Id, i.Order, i.Title, db.BookEntries.Any(e => e.PlanItemId == i.Id && (e.Half == 0 || half == 0 || e.Half == half) && !(e.Day == day && e.Hour == hour)))).AsNoTracking().Take(YearPlan.MostItems).ToListAsync(ct);
        var works = near.Where(n => !n.IsThis && n.Homework is not null).ToLookup(n => n.DueOn, n => new DueWork(n.NameAr, n.NameFr, n.Homework!, n.Minutes));
        return (near.Find(n => n.IsThis)?.Id, new EntryChoices(items, [.. days.Select(d => new DueDay(d, [.. works[d]]))], frame.HeavyMinutes));
    }
}
