using System.Text;
using Massar.Features.Attendance.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Portal;

/// <summary>WAL-1: a guardian's first screen has all children, across schools, one line each with the newest fact.</summary>
public sealed class ShowHomeTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>AC-WAL-1.</summary>
    [Fact]
    public async Task AC_WAL_1_The_guardian_sees_both_children_one_line_each_with_the_newest_fact()
    {
        var (one, two) = (await app.Given.Class(await app.Given.School(), "1AC", 1), await app.Given.Class(await app.Given.School(), "2AC", 3));
        var (elder, younger) = (one.Pupils[0], two.Pupils[0]);
        var parent = await app.Given.Guardian(one.School, elder, younger);
        var father = await app.Given.Guardian(one.School, elder, younger);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == father.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));
        var (family, apart) = (await app.SignIn(parent, "fr"), await app.SignIn(father, "fr"));
        var today = MoroccanDay.Today(MassarApp.Clock);

        var page = await family.Open("/");
        Assert.Equal(2, News(page).Count);
        Assert.All(News(page), line => Assert.Contains("Rien de nouveau", line, StringComparison.Ordinal));
        Assert.True(page.Says(one.School.Place.NameFr) && page.Says(two.School.Place.NameFr) && page.Says(one.Class.Name));

        // Marks that come out tomorrow are no news today, on any line.
        await app.Write(async db =>
        {
            db.PublishedResults.AddRange(Result(elder.Id, one, DateTime.UtcNow.AddDays(-5)), Result(younger.Id, two, DateTime.UtcNow.AddDays(1)));
            await db.SaveChangesAsync();
        });
        page = await family.Open("/");
        Assert.Contains("Nouvelles notes le", Line(page, elder), StringComparison.Ordinal);
        Assert.Contains("Rien de nouveau", Line(page, younger), StringComparison.Ordinal);

        // What is newer takes the line; a guardian without custody goes on reading of marks alone (AC-WAL-6).
        await app.Write(async db =>
        {
            db.Absences.AddRange(Missed(elder.Id, one, today.AddDays(-1)), Missed(younger.Id, two, today.AddDays(-3)));
            db.BookEntries.Add(new BookEntry { SchoolId = two.School.Id, SchoolYearId = Given.Year, ClassId = two.Id, SubjectCode = "MATH", Half = 0, Day = today.AddDays(-1), Hour = "M1", Hours = 1, EmployeeId = 1, Work = LessonWork.Lesson, Title = "Cercles", Homework = "Exercice 2", DueOn = today.AddDays(2), WrittenAt = DateTime.UtcNow.AddHours(-1), WrittenByAccountId = parent.AccountId });
            await db.SaveChangesAsync();
        });
        page = await family.Open("/");
        Assert.Contains("Absence le", Line(page, elder), StringComparison.Ordinal);
        Assert.Contains("Travail à la maison donné le", Line(page, younger), StringComparison.Ordinal);
        Assert.NotNull(page.Find($"main a[href='{Massar.Features.TextBooks.Links.Child(younger.Id)}']"));
        var theirs = await apart.Open("/");
        Assert.Contains("Nouvelles notes le", Line(theirs, elder), StringComparison.Ordinal);
        Assert.Contains("Rien de nouveau", Line(theirs, younger), StringComparison.Ordinal);

        // The same few questions to the database for five children as for two, and a page that is small.
        var many = await app.SignIn(await app.Given.Guardian(one.School, [elder, .. two.Pupils, await app.Given.Pupil(one.School)]), "fr");
        await many.Open("/");
        Assert.InRange((await MassarApp.StatementsOf(() => family.Open("/"))).Count, 1, 4);
        Assert.InRange((await MassarApp.StatementsOf(() => many.Open("/"))).Count, 1, 4);
        page = await many.Open("/");
        Assert.Equal(5, News(page).Count);
        Assert.InRange(Encoding.UTF8.GetByteCount(page.Body), 1, 30 * 1024);

        // Who is taken off a child's list reads nothing of it from that moment.
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == parent.GuardianId && g.PupilId == younger.Id).ExecuteUpdateAsync(s => s.SetProperty(g => g.EndsOn, today.AddDays(-1))));
        Assert.Single(News(await family.Open("/")));
    }

    private static List<string> News(Page page) => [.. page.All("main ul.list").First(l => l.PreviousElementSibling?.TextContent.StartsWith("Mes enfants", StringComparison.Ordinal) == true).Children.Select(c => c.TextContent)];

    private static string Line(Page page, GivenPupil child)
    {
        var lines = page.All($"main ul.list a[href$='/{child.Id}']").Select(a => a.ParentElement!.TextContent).ToList();
        return lines.Count > 0 ? lines[0] : News(page).Single(l => l.Contains("Rien de nouveau", StringComparison.Ordinal));
    }

    private static PublishedResult Result(long pupil, GivenClass of, DateTime at) => new()
    {
        PupilId = pupil,
        SchoolYearId = Given.Year,
        Semester = 1,
        SubjectCode = "MATH",
        PublishAt = at,
        ClassId = of.Id,
        SubjectAr = "الرياضيات",
        SubjectFr = "Mathématiques",
        Tests = "1=14.50",
        Average = 14.5m,
        Coefficient = 5,
        Share = 0,
        Scale = 20,
        IsComplete = false,
        FormulaVersion = 1,
        Corrections = 0,
    };

    private static Absence Missed(long pupil, GivenClass of, DateOnly day) => new() { PupilId = pupil, SchoolYearId = Given.Year, SchoolId = of.School.Id, ClassId = of.Id, Day = day, Half = HalfDay.Morning, Periods = 2 };
}
