using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Enrollments;

/// <summary>Expected, then present or not joined (workflow 4.2).</summary>
public sealed class EntryTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static string Today => MoroccanDay.Today(MassarApp.Clock).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task Who_came_is_confirmed_and_the_others_are_written_down_as_not_joined(string language)
    {
        var school = await app.Given.School("PRI");
        await app.Crowd(school, "1AP", 3, state: EnrollmentState.Expected);
        var ids = await Ids(school);
        var clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), language, steppedUp: true);

        var page = await clerk.Open(Links.Entry);
        Assert.Equal(3, page.All("input[name=Pupil]").Count);
        Assert.DoesNotContain("enrollments.", page.Text, StringComparison.Ordinal);
        var empty = await page.SubmitForm("main form[method=post]", null, false, ("Day", Today));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        var wrong = await page.SubmitForm("main form[method=post]", null, false, ("Pupil", $"{ids[0]}"), ("Day", $"{Given.Year}-08-01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal($"{ids[0]}", wrong.ValueOf("Pupil"));
        await page.SubmitForm("main form[method=post]", null, false, ("Pupil", $"{ids[0]}"), ("Day", Today));
        Assert.Equal([EnrollmentState.Active, EnrollmentState.Expected, EnrollmentState.Expected], await States(school));

        // The demo's day is past the fifteenth day of lessons.
        var late = await clerk.Open(Links.NotJoined);
        Assert.Equal(2, late.All("input[name=Pupil]").Count);
        await late.SubmitForm("main form[method=post]", null, false, ("Pupil", $"{ids[1]}"));
        Assert.Equal([EnrollmentState.Active, EnrollmentState.NotJoined, EnrollmentState.Expected], await States(school));
        var csv = Encoding.UTF8.GetString(await (await clerk.Get(Links.NotJoinedFile("csv"))).Content.ReadAsByteArrayAsync());
        Assert.Equal(3, csv.Split((char)10, StringSplitOptions.RemoveEmptyEntries).Length);

        // Given up, and there after all.
        await (await clerk.Open(Links.Entry)).SubmitForm("main form[method=post]", null, false, ("Pupil", $"{ids[1]}"), ("Day", Today));
        Assert.Equal([EnrollmentState.Active, EnrollmentState.Active, EnrollmentState.Expected], await States(school));
    }

    [Fact]
    public async Task Nobody_is_counted_twice_and_nobody_confirms_for_another_school()
    {
        var (school, other) = (await app.Given.School("PRI"), await app.Given.School("PRI"));
        await app.Crowd(school, "1AP", 1, state: EnrollmentState.Expected);
        var ids = await Ids(school);
        var pupil = await app.Read(db => db.Enrollments.Where(e => e.Id == ids[0]).Select(e => e.PupilId).SingleAsync());
        await app.Write(async db =>
        {
            db.Enrollments.Add(new Enrollment { PupilId = pupil, SchoolYearId = Given.Year, SchoolId = other.Id, LevelCode = "1AP", State = EnrollmentState.Active, Kind = EnrollmentKind.New, EnteredOn = new DateOnly(Given.Year, 9, 8) });
            await db.SaveChangesAsync();
        });

        var refused = await (await app.SignIn(school.Head)).Api.PostAsJsonAsync("/api" + Links.Entry, new { Enrollments = ids, Day = Today });
        var stranger = await (await app.SignIn(other.Head)).Api.PostAsJsonAsync("/api" + Links.Entry, new { Enrollments = ids, Day = Today });

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("elsewhere", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, stranger.StatusCode);
        Assert.Equal([EnrollmentState.Expected], await States(school));
    }

    [Fact]
    public async Task Before_the_days_are_over_nobody_is_given_up()
    {
        var school = await app.Given.School("PRI");
        await app.Crowd(school, "1AP", 1, state: EnrollmentState.Expected);
        var start = new DateTime(Given.Year, 9, 10, 9, 0, 0, DateTimeKind.Utc);
        MassarApp.Clock.Moved = start - (MassarApp.Clock.GetUtcNow().UtcDateTime - MassarApp.Clock.Moved);
        var head = await app.SignIn(school.Head, "fr");

        Assert.Empty((await head.Open(Links.NotJoined)).All("input[name=Pupil]"));
        var refused = await head.Api.PostAsJsonAsync("/api" + Links.NotJoined, new { Enrollments = await Ids(school) });

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal([EnrollmentState.Expected], await States(school));
    }

    private Task<List<long>> Ids(GivenSchool school) => app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync());

    private Task<List<EnrollmentState>> States(GivenSchool school) => app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id).OrderBy(e => e.Id).Select(e => e.State).ToListAsync());
}
