using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.TextBooks.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks;

/// <summary>
/// Text books of the well-known teacher's school and of the classes of the well-known guardian's children and of the well-known pupil: a plan for each subject, entries
/// of five weeks with some gaps, homework for the days to come, and an entry that was changed.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Units = 12;
    private const int WeeksAYear = 34;
    private const int DaysBack = 35;

    private static readonly string[] Phases = ["وضعية الانطلاق والاكتشاف", "بناء المفهوم", "تطبيقات", "تقويم ودعم"];
    private static readonly string[] FrenchPhases = ["découverte", "construction de la notion", "exercices d'application", "évaluation et soutien"];
    private static readonly string[] Works = ["إنجاز التمارين 3 و4 من الكتاب المدرسي", "مراجعة الدرس وتلخيصه في خمسة أسطر", "إعداد الوضعية الموالية: قراءة النص والإجابة عن الأسئلة", "حل التمرين 12 في دفتر المنزل"];
    private static readonly string[] FrenchWorks = ["Faire les exercices 3 et 4 du manuel", "Revoir la leçon et la résumer en cinq lignes", "Lire le texte et répondre aux questions", "Exercice 12 au cahier d'essai"];

    public int Order => 166;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, enrollments, draw) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededEnrollments>(), seeding.Draw("text-books"));
        var (year, today) = (years.Current.Id, years.Today);
        var (teacher, guardian, pupil) = (accounts.Demo(Roles.Teacher), accounts.Demo(Roles.Guardian), accounts.Demo(Roles.Pupil));
        var watched = (seeding.Of<SeededPupils>().Guardians.FirstOrDefault(g => g.Id == guardian.GuardianId)?.PupilIds ?? []).Append(pupil.PupilId ?? 0).ToHashSet();
        List<SeededClass> classes = [.. seeding.Of<SeededClasses>().Of(year).Where(c => c.SchoolId == teacher.PlaceId || enrollments.In(c.Id).Any(e => e.LeftOn is null && watched.Contains(e.PupilId)))];
        List<int> ids = [.. classes.Select(c => c.Id)];
        var lessons = (await seeding.Db.Lessons.AsNoTracking().Where(l => ids.Contains(l.ClassId)).OrderBy(l => l.Id).ToListAsync(ct)).ToLookup(l => (l.ClassId, l.SubjectCode));
        var free = await seeding.Db.CalendarEntries.AsNoTracking().Where(c => c.SchoolYearId == year && c.Kind == "holiday").Select(c => new { c.StartsOn, c.EndsOn }).ToListAsync(ct);

        List<YearPlan> plans = [];
        List<PlanItem> items = [];
        List<BookEntry> entries = [];
        List<EntryChange> changes = [];
        foreach (var made in classes)
            foreach (var teaching in made.Teachings)
            {
                var of = lessons[(made.Id, teaching.Plan.SubjectCode)].ToList();
                if (of.Count == 0 || accounts.OfEmployee(teaching.TeacherId) is not { } writer) continue;
                var (french, isOwn) = (teaching.Plan.SubjectCode is "FR", teaching.TeacherId == teacher.EmployeeId);
                var plan = new YearPlan { Id = seeding.NextId<YearPlan>(), SchoolId = made.SchoolId, SchoolYearId = year, ClassId = made.Id, SubjectCode = teaching.Plan.SubjectCode, ChangedAt = At(years.Current.StartsOn.AddDays(6), 18), ChangedByAccountId = writer.Id };
                plans.Add(plan);
                List<PlanItem> own = [];
                for (var n = 0; n < Units * Phases.Length; n++)
                    own.Add(new PlanItem { Id = seeding.NextId<PlanItem>(), YearPlanId = plan.Id, SchoolId = made.SchoolId, Order = n + 1, Title = french ? $"Unité {n / Phases.Length + 1} : {FrenchPhases[n % Phases.Length]}" : $"الوحدة {n / Phases.Length + 1}: {Phases[n % Phases.Length]}" });
                items.AddRange(own);

                List<(DateOnly Day, Lesson Lesson)> held = [.. Enumerable.Range(-DaysBack, DaysBack).Select(d => today.AddDays(d)).SelectMany(d => On(d, of), (d, l) => (d, l)).OrderBy(h => h.d).ThenBy(h => h.l.FirstHour, StringComparer.Ordinal)];
                var next = 0;
                foreach (var (day, lesson) in held)
                {
                    // What the well-known teacher has still to write is one lesson in a class; elsewhere some gaps stay.
                    var isGap = isOwn ? (day, lesson) == held[^1] : draw.Bool(0.08f);
                    if (isGap) continue;
                    var due = draw.Bool(0.4f) ? Enumerable.Range(1, 30).Select(n => day.AddDays(n)).FirstOrDefault(d => On(d, of).Any()) : default;
                    var item = own[Math.Min(own.Count - 1, next++ * own.Count / (of.Count * WeeksAYear))];
                    var writtenOn = draw.Bool(0.05f) && day.AddDays(4) < today ? day.AddDays(4) : day;
                    var entry = new BookEntry
                    {
                        Id = seeding.NextId<BookEntry>(),
                        SchoolId = made.SchoolId,
                        SchoolYearId = year,
                        ClassId = made.Id,
                        SubjectCode = lesson.SubjectCode,
                        Half = lesson.Half,
                        Day = day,
                        Hour = lesson.FirstHour,
                        Hours = lesson.Hours,
                        EmployeeId = teaching.TeacherId,
                        Work = item.Order % Phases.Length == 3 ? LessonWork.Exercises : LessonWork.Lesson,
                        Title = item.Title,
                        PlanItemId = item.Id,
                        Homework = due == default ? null : (french ? FrenchWorks : Works)[draw.Number(Works.Length - 1)],
                        DueOn = due == default ? null : due,
                        Minutes = due == default ? null : 10 * draw.Number(2, 5),
                        WrittenAt = At(writtenOn, 17),
                        WrittenByAccountId = writer.Id,
                    };
                    entries.Add(entry);
                    if (isOwn && changes.Count == 0 && day < today.AddDays(-10))
                        changes.Add(new EntryChange { Id = seeding.NextId<EntryChange>(), EntryId = entry.Id, SchoolId = made.SchoolId, Work = LessonWork.Exercises, Title = "حل تمارين", Why = "خطأ في العنوان", ChangedAt = At(day.AddDays(5), 18), ChangedByAccountId = writer.Id });
                }
            }

        await seeding.Insert(plans, ct);
        await seeding.Insert(items, ct);
        await seeding.Insert(entries, ct);
        await seeding.Insert(changes, ct);

        IEnumerable<Lesson> On(DateOnly day, List<Lesson> of) => free.Exists(f => f.StartsOn <= day && day <= f.EndsOn) ? [] : of.Where(l => l.Weekday == day.DayOfWeek && l.StartsOn <= day && day <= l.EndsOn);
    }

    private static DateTime At(DateOnly day, int hour) => day.ToDateTime(new TimeOnly(hour, 10), DateTimeKind.Utc);
}
