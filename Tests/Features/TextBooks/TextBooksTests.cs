using System.Net;
using System.Net.Http.Json;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.TextBooks;
using Massar.Features.TextBooks.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Features.Attendance;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.TextBooks;

/// <summary>TEA-8 and MOU-6: the book of what lessons did, two taps when the plan was followed, homework that families see, gaps that the head reads.</summary>
public sealed class TextBooksTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_lesson_that_followed_the_plan_takes_two_taps_and_homework_is_given_knowing_what_the_class_has_to_do()
    {
        MassarApp.Clock.Moved = await UntilLessons();
        var world = await World();
        var (teacher, french) = (await app.SignIn(world.Math, "fr"), await app.SignIn(world.French, "fr"));

        var plan = await teacher.Open(Links.Plan(world.Class.Id, "MATH"));
        Assert.EndsWith("Écrire au moins un élément", (await plan.Submit(("Items", "  \n "))).ErrorOf("Items"), StringComparison.Ordinal);
        var saved = await plan.Submit(("Items", "Nombres relatifs\nFractions\r\n\r\nProportionnalité"));
        Assert.True(saved.Says("0 sur 3 faits") && saved.Says("Progression enregistrée"));
        Assert.Equal(HttpStatusCode.Conflict, (await plan.Submit(("Items", "Autre chose"))).Status);

        // One tap opens the week, the second writes the entry; pressing again writes no second one.
        var week = await teacher.Open(Links.Week(world.Today));
        var tap = $"main form[action='{Links.FollowPlan(world.MathLesson(world.Today).Id, world.Today)}']";
        Assert.NotNull(week.Find(tap));
        var after = await week.SubmitForm(tap, null, htmx: false);
        Assert.True(after.Says("C'est écrit dans le cahier de textes"));
        var entry = await Entry(world, "MATH", world.Today);
        Assert.Equal((world.Math.EmployeeId, LessonWork.Lesson), (entry.EmployeeId, entry.Work));
        Assert.NotNull(entry.PlanItemId);
        await week.SubmitForm(tap, null, htmx: false);
        Assert.Equal(entry.Id, (await Entry(world, "MATH", world.Today)).Id);
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.FollowPlan(world.MathLesson(world.Today).Id, world.Today)}", new { item = $"{entry.PlanItemId}" })).StatusCode);
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(a => a.AccountId == world.Math.AccountId && a.Action == "TextBooks.FollowPlan")));

        // What is proposed next is what the plan has after it; an item that keeps its words stays done when the plan is rearranged.
        var form = await teacher.Open(Links.Lesson(world.MathLesson(world.Before).Id, world.Before));
        Assert.Equal($"{(await Items(world)).Single(i => i.Title == (entry.Title == "Nombres relatifs" ? "Fractions" : "Nombres relatifs")).Id}", form.ValueOf("Item"));
        await (await teacher.Open(Links.Plan(world.Class.Id, "MATH"))).Submit(("Items", $"Introduction\nProportionnalité\n{entry.Title}"));
        Assert.Equal(entry.PlanItemId, (await Entry(world, "MATH", world.Today)).PlanItemId);

        // Homework: a day without the subject is no day to give it for; everybody who teaches the class sees what is there already.
        var (next, wrong) = (world.Next, world.Next.AddDays(100));
        form = await teacher.Open(Links.Lesson(world.MathLesson(world.Before).Id, world.Before));
        var refused = await form.Submit(("Title", "Révision"), ("Item", ""), ("Homework", "Exercices 1 à 40"), ("Minutes", "nombre"), ("DueOn", TypedDay.Iso(world.Today)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Exercices 1 à 40", "nombre"), (refused.Status, refused.ValueOf("Homework"), refused.ValueOf("Minutes")));
        Assert.Equal(HttpStatusCode.BadRequest, (await teacher.Api.PostAsJsonAsync($"/api{Links.Lesson(world.MathLesson(world.Before).Id, world.Before)}", new { work = "Lesson", title = "Révision", homework = "x", dueOn = TypedDay.Iso(wrong) })).StatusCode);
        await refused.Submit(("Minutes", "٩٥"), ("DueOn", TypedDay.Iso(next)));
        Assert.Equal(95, (await Entry(world, "MATH", world.Before)).Minutes);
        var load = await french.Open(Links.Lesson(world.FrenchLesson(world.Today).Id, world.Today));
        Assert.True(load.Says("1 travail – 95 min") && load.Says("Jour chargé : 95 min") && load.Says("Exercices 1 à 40"));

        // A lesson that is still to come, one of somebody else, and a day without lesson.
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.Lesson(world.MathLesson(next).Id, next)}", new { work = "Lesson", title = "Demain" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await french.Open(Links.Lesson(world.MathLesson(world.Today).Id, world.Today))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(Links.Lesson(world.MathLesson(world.Today).Id, world.Today.AddDays(1)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await french.Open(Links.Plan(world.Class.Id, "MATH"))).Status);

        // Two telephones press at once: one entry.
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => french.Api.PostAsJsonAsync($"/api{Links.Lesson(world.FrenchLesson(world.Today).Id, world.Today)}", new { work = "Exercises", title = "Dictée" })));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], both.Select(r => r.StatusCode).Order());
    }

    [Fact]
    public async Task Families_see_homework_by_day_and_what_was_done_and_only_those_with_all_rights()
    {
        MassarApp.Clock.Moved = await UntilLessons();
        var world = await World();
        var teacher = await app.SignIn(world.Math, "fr");
        var (mother, father, stranger) = (await app.Given.Guardian(world.School, world.Class.Pupils[0]), await app.Given.Guardian(world.School, world.Class.Pupils[0]), await app.Given.Guardian(world.School, await app.Given.Pupil(world.School)));
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == father.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));
        await Write(teacher, world, world.Today, new { work = "Exercises", title = "Problèmes de fractions", summary = "Ligne une\n<b>deux</b>", homework = "Exercice 7 page 30", dueOn = TypedDay.Iso(world.Next), minutes = "20" });
        var child = world.Class.Pupils[0].Id;

        foreach (var reader in (Visitor[])[await app.SignIn(mother, "fr"), await app.SignIn(await app.Given.PupilAccount(world.School, world.Class.Pupils[0]), "fr")])
        {
            var page = await reader.Open(Links.Homework);
            Assert.True(page.Says("Exercice 7 page 30") && page.Says(Formats.DateWithDay(world.Next, "fr")) && page.Says("20 min") && page.Says("Problèmes de fractions") && page.Says("<b>deux</b>"));
        }

        Assert.True((await (await app.SignIn(mother, "fr")).Open(Links.Child(child))).Says("Exercice 7 page 30"));
        Assert.True((await (await app.SignIn(father, "fr")).Open(Links.Homework)).Says("Aucun enfant"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(father, "fr")).Open(Links.Child(child))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger, "fr")).Open(Links.Child(child))).Status);
        var family = await app.SignIn(mother, "fr");
        await family.Open(Links.Homework);
        Assert.InRange((await MassarApp.StatementsOf(() => family.Open(Links.Homework))).Count, 1, 5);
    }

    [Fact]
    public async Task An_entry_is_changed_freely_for_some_days_then_with_a_reason_and_the_head_reads_the_former_words()
    {
        MassarApp.Clock.Moved = await UntilLessons();
        var world = await World();
        var teacher = await app.SignIn(world.Math, "fr");
        await Write(teacher, world, world.Today, new { work = "Lesson", title = "Tout premiers mots" });
        var id = (await Entry(world, "MATH", world.Today)).Id;

        var first = await teacher.Open(Links.Entry(id));
        Assert.Null(first.Find("[name=Why]"));
        var second = await teacher.Open(Links.Entry(id));
        await first.Submit(("Title", "Deuxième version"));
        // The form that was open meanwhile writes over nothing.
        var stale = await second.Submit(("Title", "Perdu"));
        Assert.Equal((HttpStatusCode.Conflict, "Perdu"), (stale.Status, stale.ValueOf("Title")));
        Assert.Equal("Deuxième version", (await Entry(world, "MATH", world.Today)).Title);

        MassarApp.Clock.Pass(TimeSpan.FromDays(6));
        teacher = await app.SignIn(world.Math, "fr");
        var (head, inspector) = (await app.SignIn(world.School.Head, "fr", steppedUp: true), await app.SignIn(await app.Given.Person(Roles.Inspector, world.School.Directorate), "fr"));
        var late = await teacher.Open(Links.Entry(id));
        var unexplained = await late.Submit(("Title", "Troisième version"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unexplained.Status);
        Assert.EndsWith("Écrire le motif", unexplained.ErrorOf("Why"), StringComparison.Ordinal);
        Assert.Equal("Troisième version", unexplained.ValueOf("Title"));
        await unexplained.Submit(("Why", "Titre d'une autre classe"));
        Assert.Equal(HttpStatusCode.Conflict, (await (await teacher.Open(Links.Entry(id))).Submit(("Why", "Rien"))).Status);

        var book = await head.Open($"{Links.Class(world.Class.Id)}?subject=MATH");
        Assert.True(book.Says("Troisième version") && book.Says("Deuxième version") && book.Says("Tout premiers mots") && book.Says("Titre d'une autre classe") && book.Says("Modifié 2 fois"));
        var seen = await inspector.Open($"{Links.Class(world.Class.Id)}?subject=MATH");
        Assert.True(seen.Says("Troisième version"));
        Assert.False(seen.Says("Deuxième version") || seen.Says("Titre d'une autre classe"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.French)).Open(Links.Entry(id))).Status);
        Assert.Equal(2, await app.Read(db => db.EntryChanges.CountAsync(c => c.EntryId == id)));
    }

    [Fact]
    public async Task The_head_and_the_inspector_read_the_books_with_every_lesson_that_has_no_entry()
    {
        MassarApp.Clock.Moved = await UntilLessons();
        var world = await World();
        var other = await app.Given.School();
        var teacher = await app.SignIn(world.Math, "fr");
        await Write(teacher, world, world.Before, new { work = "NotHeld", title = "Journée de formation" });
        MassarApp.Clock.Pass(TimeSpan.FromDays(1));
        var (head, inspector) = (await app.SignIn(world.School.Head, "fr", steppedUp: true), await app.SignIn(await app.Given.Person(Roles.Inspector, world.School.Directorate), "fr"));
        var french = await NameOf(world.French);

        // Two days of two subjects have passed, one lesson has its entry.
        var list = await head.Open(Links.Books);
        Assert.Equal(["4", "3", "0"], list.All("tbody tr td").Take(3).Select(c => c.TextContent.Trim()));
        var book = await list.Follow(world.Class.Class.Name);
        Assert.True(book.Says("4 séances jusqu'à hier, dont 3 sans écrit") && book.Says($"{french} (2)") && book.Says("Non assurée"));
        Assert.Equal(3, (await head.Open($"{Links.Class(world.Class.Id)}?show=gaps")).All("tbody tr").Count);
        var teachers = await (await head.Open($"{Links.School(world.School.Id)}&by=teacher")).Follow(french);
        Assert.True(teachers.Says("2 séances jusqu'à hier, dont 2 sans écrit"));
        var csv = await (await head.Get($"{Links.Class(world.Class.Id)}/book.csv?show=gaps")).Content.ReadAsStringAsync();
        Assert.Equal(3, csv.Split("Sans écrit").Length - 1);
        Assert.Contains("Sans écrit", await (await head.Get($"{Links.Books}.csv?school={world.School.Id}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.True((await inspector.Open($"{Links.Books}?q={Uri.EscapeDataString(world.School.Place.NameFr)}")).Says(world.School.Place.NameFr));
        Assert.True((await inspector.Open(Links.Class(world.Class.Id))).Says("dont 3 sans écrit"));
        Assert.Equal(HttpStatusCode.NotFound, (await inspector.Open(Links.School(other.Id))).Status);
        var away = await app.SignIn(other.Head, "fr", steppedUp: true);
        foreach (var address in (string[])[Links.Class(world.Class.Id), Links.Teacher(world.French.EmployeeId!.Value), Links.School(world.School.Id), $"{Links.Class(world.Class.Id)}/book.csv"])
            Assert.Equal(HttpStatusCode.NotFound, (await away.Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(world.Math)).Get(Links.Books)).StatusCode);
    }

    [Fact]
    public async Task Who_gives_the_lesson_writes_it_a_substitute_from_the_day_on_and_who_keeps_the_class_that_half_day()
    {
        MassarApp.Clock.Moved = await UntilLessons();
        var world = await World();
        var substitute = await app.Given.Person(Roles.Teacher, world.School.Place);
        await app.Write(async db =>
        {
            await db.TeachingAssignments.Where(t => t.ClassId == world.Class.Id && t.SubjectCode == "MATH").ExecuteUpdateAsync(s => s.SetProperty(t => t.EndsOn, world.Today.AddDays(-1)));
            db.TeachingAssignments.Add(new TeachingAssignment { ClassId = world.Class.Id, SchoolId = world.School.Id, SchoolYearId = world.Class.Class.SchoolYearId, SubjectCode = "MATH", EmployeeId = substitute.EmployeeId!.Value, WeeklyHours = 4, StartsOn = world.Today });
            db.CallCovers.Add(new CallCover { SchoolId = world.School.Id, ClassId = world.Class.Id, SubjectCode = "FR", Day = world.Today, Half = HalfDay.Morning, EmployeeId = substitute.EmployeeId!.Value, GivenByAccountId = world.School.Head.AccountId, GivenAt = DateTime.UtcNow });
            await db.SaveChangesAsync();
        });
        var (before, now, french) = (await app.SignIn(world.Math, "fr"), await app.SignIn(substitute, "fr"), await app.SignIn(world.French, "fr"));

        Assert.Equal(HttpStatusCode.NotFound, (await before.Open(Links.Lesson(world.MathLesson(world.Today).Id, world.Today))).Status);
        await Write(before, world, world.Before, new { work = "Lesson", title = "Dernier cours" });
        Assert.Equal(HttpStatusCode.NotFound, (await now.Open(Links.Lesson(world.MathLesson(world.Before).Id, world.Before))).Status);
        await Write(now, world, world.Today, new { work = "Lesson", title = "Premier cours" });
        Assert.Equal(HttpStatusCode.NotFound, (await french.Open(Links.Lesson(world.FrenchLesson(world.Today).Id, world.Today))).Status);
        var week = await now.Open(Links.Week(world.Today));
        Assert.True(week.Says("Premier cours"));
        Assert.NotNull(week.Find($"a[href='{Links.Lesson(world.FrenchLesson(world.Today).Id, world.Today)}']"));

        // The plan of a parallel class is taken over by two taps, that of another school does not exist.
        var parallel = await app.Given.Class(world.School, "1AC", 0);
        var elsewhere = await app.Given.Class(await app.Given.School(), "1AC", 0);
        long[] plans = [0, 0];
        await app.Write(async db =>
        {
            foreach (var (of, i) in new[] { (parallel, 0), (elsewhere, 1) })
            {
                var plan = new YearPlan { SchoolId = of.School.Id, SchoolYearId = of.Class.SchoolYearId, ClassId = of.Id, SubjectCode = "MATH", ChangedAt = DateTime.UtcNow, ChangedByAccountId = world.School.Head.AccountId };
                plan.Arrange(["Repères", "Symétries"], world.School.Head.AccountId, DateTime.UtcNow);
                db.YearPlans.Add(plan);
                await db.SaveChangesAsync();
                plans[i] = plan.Id;
            }
        });
        Assert.Equal(HttpStatusCode.NotFound, (await now.Open(Links.PlanFrom(world.Class.Id, "MATH", plans[1]))).Status);
        var taken = await (await now.Open(Links.Plan(world.Class.Id, "MATH"))).Follow(parallel.Class.Name);
        Assert.Equal("Repères\nSymétries", taken.ValueOf("Items"));
        await taken.Submit();
        Assert.Equal(["Repères", "Symétries"], (await Items(world)).Select(i => i.Title));
    }

    /// <summary>Mathematics at M1 and French at M2 on every day since the school day before today.</summary>
    private sealed record Book(GivenSchool School, GivenClass Class, GivenPerson Math, GivenPerson French, DateOnly Before, DateOnly Today, DateOnly Next, IReadOnlyList<Lesson> Lessons)
    {
        public Lesson MathLesson(DateOnly day) => Lessons.Single(l => l.SubjectCode == "MATH" && l.Weekday == day.DayOfWeek);

        public Lesson FrenchLesson(DateOnly day) => Lessons.Single(l => l.SubjectCode == "FR" && l.Weekday == day.DayOfWeek);
    }

    /// <summary>To a school day well after the first one. What moves the clock moves it for the flow that does it: the test itself.</summary>
    private Task<TimeSpan> UntilLessons() => app.UntilSchool(fits: d => d >= new DateOnly(Given.Year, 10, 5));

    private async Task<Book> World()
    {
        var today = MoroccanDay.Today(MassarApp.Clock);
        var school = await app.Given.School();
        var made = await app.Given.Class(school, "1AC", 1);
        var (math, french) = (await app.Given.Teacher(made), await app.Given.Teacher(made, "FR"));
        var holidays = await app.Read(db => db.CalendarEntries.AsNoTracking().Where(c => c.Kind == "holiday").ToListAsync());
        var (before, next) = (Enumerable.Range(1, 60).Select(n => today.AddDays(-n)).First(IsSchoolDay), Enumerable.Range(1, 60).Select(n => today.AddDays(n)).First(IsSchoolDay));
        List<Lesson> lessons = [];
        foreach (var (subject, hour, teacher) in new[] { ("MATH", "M1", math), ("FR", "M2", french) })
        {
            var assignment = await app.Read(db => db.TeachingAssignments.Where(t => t.ClassId == made.Id && t.SubjectCode == subject).Select(t => t.Id).SingleAsync());
            foreach (var day in SchoolGrid.Days)
                lessons.Add(new Lesson { SchoolId = school.Id, SchoolYearId = made.Class.SchoolYearId, ClassId = made.Id, SubjectCode = subject, AssignmentId = assignment, EmployeeId = teacher.EmployeeId!.Value, Weekday = day, FirstHour = hour, Hours = 1, StartsOn = before, EndsOn = today.AddDays(90) });
        }

        await app.Write(async db =>
        {
            db.Lessons.AddRange(lessons);
            await db.SaveChangesAsync();
        });
        return new Book(school, made, math, french, before, today, next, lessons);

        bool IsSchoolDay(DateOnly day) => day.DayOfWeek != DayOfWeek.Sunday && !holidays.Exists(h => h.StartsOn <= day && day <= h.EndsOn);
    }

    private static async Task Write(Visitor teacher, Book world, DateOnly day, object words)
    {
        using var reply = await teacher.Api.PostAsJsonAsync($"/api{Links.Lesson(world.MathLesson(day).Id, day)}", words);
        Assert.True(reply.StatusCode == HttpStatusCode.OK, await reply.Content.ReadAsStringAsync());
    }

    private Task<BookEntry> Entry(Book world, string subject, DateOnly day) => app.Read(db => db.BookEntries.AsNoTracking().SingleAsync(e => e.ClassId == world.Class.Id && e.SubjectCode == subject && e.Day == day));

    private Task<List<PlanItem>> Items(Book world) => app.Read(db => db.PlanItems.AsNoTracking().Where(i => db.YearPlans.Any(p => p.Id == i.YearPlanId && p.ClassId == world.Class.Id)).OrderBy(i => i.Order).ToListAsync());

    private Task<string> NameOf(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.LastNameLatin + " " + e.FirstNameLatin).SingleAsync());
}
