using Massar.Features.Marks.Domain;
using Massar.Features.ReportCards;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Security.Keys;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.ReportCards;

/// <summary>Starts of the stories about councils and cards.</summary>
internal static class CouncilGiven
{
    /// <summary>A class whose marks of a semester, or of both, are all published: pupil n has 8 + 3n in every subject.</summary>
    public static async Task<GivenClass> MarkedClass(this MassarApp app, int pupils = 3, GivenSchool? school = null, int semesters = 1)
    {
        school ??= await app.Given.School();
        var made = await app.Given.Class(school, "1AC", pupils);
        for (var semester = 1; semester <= semesters; semester++) await app.Publish(made, semester);
        return made;
    }

    public static Task Publish(this MassarApp app, GivenClass made, int semester, DateTime? at = null) => app.Write(async db =>
    {
        var hour = at ?? DateTime.UtcNow.AddDays(-1);
        hour = new DateTime(hour.Ticks - hour.Ticks % 10, DateTimeKind.Utc);
        var plans = await db.SubjectPlans.Where(p => p.SchoolYearId == made.Class.SchoolYearId && p.LevelCode == "1AC" && p.StreamCode == "" && p.TestsPerSemester > 0).ToListAsync();
        foreach (var plan in plans)
        {
            var numbers = SheetHead.NumbersOf(plan.TestsPerSemester, plan.ActivitiesShare).ToList();
            foreach (var number in numbers)
            {
                var sheet = new Assessment { SchoolId = made.School.Id, SchoolYearId = made.Class.SchoolYearId, ClassId = made.Id, SubjectCode = plan.SubjectCode, Semester = semester, Number = number, State = AssessmentState.Published, PublishAt = hour };
                for (var i = 0; i < made.Pupils.Count; i++) sheet.Enter(made.Pupils[i].Id, CellValue.Of(PointsOf(i)), 0);
                sheet.Close(app.Services.GetRequiredService<Sealer>());
                db.Assessments.Add(sheet);
            }

            for (var i = 0; i < made.Pupils.Count; i++)
            {
                var values = numbers.ConvertAll(n => (n, CellValue.Of(PointsOf(i))));
                db.PublishedResults.Add(new PublishedResult
                {
                    PupilId = made.Pupils[i].Id,
                    SchoolYearId = made.Class.SchoolYearId,
                    Semester = semester,
                    SubjectCode = plan.SubjectCode,
                    PublishAt = hour,
                    ClassId = made.Id,
                    SubjectAr = plan.NameAr,
                    SubjectFr = plan.NameFr,
                    Tests = TestsText.Write(values),
                    Average = PointsOf(i),
                    Coefficient = plan.Coefficient ?? 1,
                    Share = plan.ActivitiesShare,
                    Scale = 20,
                    IsComplete = true,
                    FormulaVersion = 1,
                    Corrections = 0,
                    Remark = i == 0 ? "مجهود ملحوظ" : null,
                });
            }
        }

        await db.SaveChangesAsync();
    });

    public static decimal PointsOf(int pupil) => Math.Min(20, 8 + 3 * pupil);

    /// <summary>Opened, decided and signed by the head through the pages.</summary>
    public static async Task<Page> Sign(this MassarApp app, GivenClass made, int semester = 1, string language = "fr")
    {
        var head = await app.SignIn(made.School.Head, language, steppedUp: true);
        await (await head.Open(Links.Open(made.Id, semester))).Submit(("HeldOn", MassarDay), ("Present", "الأستاذ علي العلوي\nالأستاذة سعاد بناني"));
        var page = await head.Open(Links.Council(made.Id, semester));
        page = await page.SubmitForm($"form[action='{Links.Decide(made.Id, semester)}']", null, false);
        return await page.SubmitForm($"form[action='{Links.Sign(made.Id, semester)}']", null, false);
    }

    public static string MassarDay => Massar.Infrastructure.Data.MoroccanDay.Today(MassarApp.Clock).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Orders the cards through the page and does the work; answers the batch.</summary>
    public static async Task<long> Issue(this MassarApp app, GivenClass made, int semester = 1, Visitor? desk = null)
    {
        desk ??= await app.SignIn(made.School.Head, "fr");
        await (await desk.Open(Links.IssueOf(made.Class.SchoolYearId, semester, made.Id))).Submit();
        var batch = await app.Read(db => db.CardBatches.Where(b => b.SchoolId == made.School.Id).OrderByDescending(b => b.Id).Select(b => b.Id).FirstAsync());
        await app.RunWork(CardBatch.WorkKey(batch));
        return batch;
    }

    /// <summary>The families' hour, as far from now as told.</summary>
    public static async Task Open(this MassarApp app, GivenClass made, int semester = 1)
    {
        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        var tomorrow = Massar.Infrastructure.Data.MoroccanDay.Today(MassarApp.Clock).AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await (await head.Open(Links.PublishOf(made.Class.SchoolYearId, semester))).Submit(("Classes", $"{made.Id}"), ("Date", tomorrow), ("Time", "17:00"));
    }

    /// <summary>Time does not pass for the database: the hour comes instead.</summary>
    public static Task HourComes(this MassarApp app, GivenClass made) => app.Write(async db =>
    {
        var at = DateTime.UtcNow.AddMinutes(-1);
        await db.Councils.Where(c => c.ClassId == made.Id && c.CardsOpenFrom != null).ExecuteUpdateAsync(s => s.SetProperty(c => c.CardsOpenFrom, at));
        await db.IssuedDocuments.Where(d => d.PlaceId == made.School.Id && d.OpenFrom < new DateTime(9000, 1, 1)).ExecuteUpdateAsync(s => s.SetProperty(d => d.OpenFrom, at));
    });
}
