using System.Net;
using System.Net.Http.Json;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

public sealed class FamilyPagesTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "غياب مبرر", "نصفا يوم"), InlineData("fr", "Justifiée", "2 demi-journées")]
    public async Task A_pupil_and_a_guardian_read_the_same_year(string language, string state, string sum)
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var (child, day) = (session.Pupils[0], session.Key.Day);
        await app.Absence(session, child, day.AddDays(-3), AbsenceState.Justified);
        await app.Absence(session, child, day.AddDays(-3), AbsenceState.Justified, HalfDay.Afternoon);
        await app.Absence(session, child, day.AddDays(-4), AbsenceState.Cancelled);
        await app.Absence(session, session.Pupils[1], day.AddDays(-5), AbsenceState.Unjustified);
        await app.Call(session, session.Late(0));
        var pupil = await app.SignIn(await app.Given.PupilAccount(session.School, child), language);
        var guardian = await app.SignIn(await app.Given.Guardian(session.School, child), language);

        var list = await guardian.Open(Links.Children);
        Assert.True(list.Says(sum), list.Text);
        foreach (var page in new[] { await pupil.Open(Links.Mine), await list.Follow(Links.Child(child.Id)) })
        {
            Assert.Equal(2, page.All("table.cards tbody tr").Count);
            Assert.True(page.Says(state) && page.Says(sum) && page.Says(language == "fr" ? "matin" : "صباحا"), page.Text);
            Assert.Empty(page.All("meta[name=htmx-config]"));
        }

        var json = await pupil.Api.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api{Links.Mine}");
        Assert.Equal(2, json.GetProperty("absences").GetArrayLength());
    }

    [Fact]
    public async Task A_long_year_is_read_page_by_page_with_few_statements()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        for (var i = 1; i <= 25; i++)
            await app.Absence(session, session.Pupils[0], session.Key.Day.AddDays(-i), AbsenceState.Unjustified);
        var guardian = await app.SignIn(await app.Given.Guardian(session.School, session.Pupils[0]));
        await guardian.Open(Links.Child(session.Pupils[0].Id));

        Page first = null!;
        var statements = await MassarApp.StatementsOf(async () => first = await guardian.Open(Links.Child(session.Pupils[0].Id)));

        Assert.Equal(20, first.All("table.cards tbody tr").Count);
        Assert.Equal(5, (await first.Follow("page=2")).All("table.cards tbody tr").Count);
        Assert.InRange(statements.Count(s => s.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)), 1, 4 + 1);
    }

    [Fact]
    public async Task Another_familys_child_is_not_there_nor_ones_own_under_a_restricted_link()
    {
        var session = await app.Session();
        var guardian = await app.Given.Guardian(session.School, session.Pupils[0]);
        var signed = await app.SignIn(guardian);

        Assert.Equal(HttpStatusCode.NotFound, (await signed.Open(Links.Child(session.Pupils[1].Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await signed.Api.GetAsync($"/api{Links.Child(session.Pupils[1].Id)}")).StatusCode);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == guardian.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));
        Assert.Equal(HttpStatusCode.NotFound, (await signed.Open(Links.Child(session.Pupils[0].Id))).Status);
    }
}
