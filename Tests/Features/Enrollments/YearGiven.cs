using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Enrollments;

/// <summary>Starts of the stories about years that end and begin.</summary>
internal static class YearGiven
{
    /// <summary>Many pupils of a level in one class, written at once.</summary>
    public static async Task<SchoolClass> Crowd(this MassarApp app, GivenSchool school, string level, int pupils, EnrollmentKind kind = EnrollmentKind.ReEnrolled, string stream = "", EnrollmentState state = EnrollmentState.Active)
    {
        var made = new SchoolClass { PublicId = Guid.NewGuid(), SchoolId = school.Id, SchoolYearId = Given.Year, LevelCode = level, StreamCode = stream, Name = string.Create(CultureInfo.InvariantCulture, $"{level}-{Given.Next()}") };
        await app.Write(async db =>
        {
            db.Classes.Add(made);
            var rows = Enumerable.Range(0, pupils).Select(i => new Pupil
            {
                MassarCode = $"Y{Given.Next():000000000}",
                FirstNameAr = "سلمى",
                LastNameAr = string.Create(CultureInfo.InvariantCulture, $"تلميذة {i:000}"),
                FirstNameLatin = "Salma",
                LastNameLatin = string.Create(CultureInfo.InvariantCulture, $"Eleve {i:000}"),
                SearchKey = ArabicFolding.SearchKey("تلميذة سلمى", "Eleve Salma").Stored,
                Sex = Sex.Female,
                BirthDate = new DateOnly(Given.Year - 11, 5, 4),
                BirthPlaceAr = "أكادير",
                CreatedAt = DateTime.UtcNow,
            }).ToList();
            db.Pupils.AddRange(rows);
            await db.SaveChangesAsync();
            db.Enrollments.AddRange(rows.Select((p, i) => new Enrollment
            {
                PupilId = p.Id,
                SchoolYearId = Given.Year,
                SchoolId = school.Id,
                LevelCode = level,
                StreamCode = stream,
                ClassId = state == EnrollmentState.Active ? made.Id : null,
                OrderInClass = i + 1,
                State = state,
                Kind = kind,
                EnteredOn = new DateOnly(Given.Year, 9, 8),
            }));
            await db.SaveChangesAsync();
        });
        return made;
    }

    /// <summary>The council of the second semester decided the same for everybody of a class.</summary>
    public static Task Decide(this MassarApp app, SchoolClass made, string decision, int pupils = int.MaxValue) => app.Write(async db =>
    {
        var council = new Council { SchoolId = made.SchoolId, SchoolYearId = made.SchoolYearId, ClassId = made.Id, Semester = 2, State = CouncilState.Signed, HeldOn = new DateOnly(made.SchoolYearId + 1, 6, 20), Present = "", MinutesVersion = 1 };
        db.Councils.Add(council);
        await db.SaveChangesAsync();
        foreach (var pupil in await db.Enrollments.Where(e => e.ClassId == made.Id).OrderBy(e => e.Id).Select(e => e.PupilId).Take(pupils).ToListAsync())
            db.CouncilLines.Add(new CouncilLine { CouncilId = council.Id, PupilId = pupil, SchoolId = made.SchoolId, Decision = decision });
        await db.SaveChangesAsync();
    });

    /// <summary>Time passes until the window of the run is open.</summary>
    public static void SummerComes()
    {
        var summer = new DateTime(Given.Year + 1, 7, 1, 9, 0, 0, DateTimeKind.Utc);
        MassarApp.Clock.Moved = summer - (MassarApp.Clock.GetUtcNow().UtcDateTime - MassarApp.Clock.Moved);
    }

    /// <summary>Orders a dry run through the page and does the work.</summary>
    public static async Task<Page> Check(this MassarApp app, Visitor head, GivenSchool school, string? show = null)
    {
        var page = await head.Open(Links.RollOver);
        await page.SubmitForm($"form[action='{Links.Check}']", null, false);
        await app.RunWork($"roll-over/{school.Id}/");
        return await head.Open(Links.RollOverOf(show));
    }

    /// <summary>Orders the run through the page and does the work.</summary>
    public static async Task<Page> Run(this MassarApp app, Visitor head, GivenSchool school, bool leavesBehind = false)
    {
        var page = await head.Open(Links.RollOver);
        var answer = await page.SubmitForm($"form[action='{Links.Run}']", null, false, leavesBehind ? [("LeavesBehind", "true")] : []);
        await app.RunWork($"roll-over/{school.Id}/");
        return answer;
    }

    /// <summary>Every enrollment of the school's pupils in both years, column by column.</summary>
    public static Task<List<string>> Rows(this MassarApp app, GivenSchool school) => app.Read(async db =>
    {
        var pupils = await db.Enrollments.Where(e => e.SchoolId == school.Id).Select(e => e.PupilId).Distinct().ToListAsync();
        return (await db.Enrollments.AsNoTracking().Where(e => pupils.Contains(e.PupilId)).OrderBy(e => e.Id).ToListAsync()).ConvertAll(e => string.Create(CultureInfo.InvariantCulture,
            $"{e.Id} {e.PupilId} {e.SchoolYearId} {e.SchoolId} {e.LevelCode} {e.StreamCode} {e.ClassId} {e.OrderInClass} {e.State} {e.Kind} {e.EnteredOn} {e.LeftOn} {e.Version}"));
    });
}
