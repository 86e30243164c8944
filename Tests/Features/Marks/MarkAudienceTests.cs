using System.Net;
using System.Net.Http.Json;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Marks;

/// <summary>AC-WAL-10: marks appear at the hour the head chose, to pupils and guardians as configured; before it no channel shows them.</summary>
public sealed class MarkAudienceTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task AC_WAL_10_Pupils_see_a_mark_first_and_guardians_on_no_channel_before_their_hour()
    {
        var sheet = await app.Sheet();
        var child = sheet.Pupils[0];
        var (own, parent) = (await app.Given.PupilAccount(sheet.School, child), await app.Given.Guardian(sheet.School, child));
        var (pupil, guardian) = (await app.SignIn(own, "fr"), await app.SignIn(parent, "fr"));
        var id = await app.Validated(sheet, "17,25", "9", "8");

        // The head chooses; what is typed wrongly comes back as typed, and both hours stand on the head's page.
        var head = await app.SignIn(sheet.School.Head, "fr", steppedUp: true);
        var form = await head.Open(Links.Schedule);
        (string, string)[] order = [("Sheets", $"{id}"), ("Date", MoroccanDay.Today(MassarApp.Clock).AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("Time", "17:00"), ("Later", "guardians")];
        var wrong = await form.Submit([.. order, ("Hours", "beaucoup")]);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "beaucoup", "guardians"), (wrong.Status, wrong.ValueOf("Hours"), wrong.ValueOf("Later")));
        Assert.EndsWith("Écrire un nombre d'heures, de 1 à 72", wrong.ErrorOf("Hours"), StringComparison.Ordinal);
        var planned = await form.Submit([.. order, ("Hours", "٣")]);
        Assert.True(planned.Says("pour les tuteurs à partir de") && planned.Says("20:00"), planned.Text);
        var stored = await app.Stored(sheet.Key);
        Assert.Equal((MarkAudience.Guardians, stored.PublishAt!.Value.AddHours(3)), (stored.LaterFor, stored.LaterAt!.Value));
        Assert.Equal([stored.PublishAt!.Value, stored.LaterAt!.Value], await app.Read(db => db.Set<WorkItem>().Where(w => w.Kind == Announcement.Kind && w.Key.Contains($"/{sheet.School.Id}/")).OrderBy(w => w.RunAfter).Select(w => w.RunAfter).ToListAsync()));

        // Before the first hour nobody, and nothing is said of an hour to come.
        await NobodySees(pupil, guardian, child.Id, own: false);
        Assert.False((await guardian.Open(Links.Child(child.Id))).Says("à voir à partir de"));

        // Between the hours: the pupil on every channel, the guardian on none; each reads when the other's hour is.
        await MoveHours(sheet.Key, DateTime.UtcNow.AddMinutes(-2), DateTime.UtcNow.AddHours(3));
        await Announce(sheet, isLater: false);
        await NobodySees(null, guardian, child.Id, own: false);
        var seen = await pupil.Open(Links.Mine);
        Assert.True(seen.Says("17,25") && seen.Says("les autres à partir de"), seen.Text);
        Assert.Contains("17.25", await (await pupil.Get($"/api{Links.Mine}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await pupil.Open(Links.TryOf(null, Given.Year, 1))).Says("17,25") || (await pupil.Open(Links.TryOf(null, Given.Year, 1))).Body.Contains("17,25", StringComparison.Ordinal));
        var waiting = await guardian.Open(Links.Child(child.Id));
        Assert.True(waiting.Says("D'autres notes sont à voir à partir de"), waiting.Text);
        Assert.Equal([own.AccountId], await Told(sheet));

        // At the guardian's hour: the same, told once, and no note is left.
        await MoveHours(sheet.Key, DateTime.UtcNow.AddHours(-3), DateTime.UtcNow.AddMinutes(-1));
        await Announce(sheet, isLater: true);
        await Announce(sheet, isLater: true);
        var open = await guardian.Open(Links.Child(child.Id));
        Assert.True(open.Says("17,25") && !open.Says("à partir de"));
        Assert.False((await pupil.Open(Links.Mine)).Says("à partir de"));
        Assert.Contains("Nouvelles notes le", (await guardian.Open("/")).Text, StringComparison.Ordinal);
        Assert.Equal(new[] { own.AccountId, parent.AccountId }.Order(), (await Told(sheet)).Order());
        Assert.Empty((await app.Within(services => services.GetRequiredService<Reconciliation>().OfClass(sheet.Class.Id, "MATH", 1, CancellationToken.None))).SelectMany(s => s.Differences));
    }

    [Fact]
    public async Task AC_WAL_10_Guardians_may_come_first_and_a_second_test_for_all_keeps_the_first_where_it_was()
    {
        var sheet = await app.Sheet();
        var child = sheet.Pupils[0];
        var (pupil, guardian) = (await app.SignIn(await app.Given.PupilAccount(sheet.School, child), "fr"), await app.SignIn(await app.Given.Guardian(sheet.School, child), "fr"));
        var head = await app.SignIn(sheet.School.Head, steppedUp: true);
        var first = await app.Validated(sheet, "17,25");
        var day = MoroccanDay.Today(MassarApp.Clock).AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync($"/api{Links.Schedule}", new { sheets = new[] { first }, date = day, time = "17:00", later = "pupils", hours = "24" })).StatusCode);
        await MoveHours(sheet.Key, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddHours(20));

        await NobodySees(pupil, null, child.Id, own: true);
        Assert.True((await guardian.Open(Links.Child(child.Id))).Says("17,25"));

        // A test for everybody comes out meanwhile: the pupil gets that one alone.
        var second = sheet with { Key = sheet.Key with { Number = 2 } };
        await app.Schedule(second, await app.Validated(second, "11,50"));
        await MoveHours(second.Key, DateTime.UtcNow.AddMinutes(-1), null);
        await NobodySees(pupil, null, child.Id, own: true);
        var (mine, theirs) = (await pupil.Open(Links.Mine), await guardian.Open(Links.Child(child.Id)));
        Assert.True(mine.Says("11,50") && mine.Says("D'autres notes sont à voir"), mine.Text);
        Assert.True(theirs.Says("11,50") && theirs.Says("17,25"));
    }

    // Every door by which a family reads marks.
    private static async Task NobodySees(Visitor? pupil, Visitor? guardian, long child, bool own)
    {
        List<(Visitor, string)> doors = [];
        if (pupil is not null) doors.AddRange(new[] { Links.Mine, Links.MineOf(Given.Year, 1), $"/api{Links.Mine}", $"/api{Links.MineOf(Given.Year, 1)}", Links.TryOf(null, Given.Year, 1), "/", "/notices", "/report-cards" }.Select(a => (pupil, a)));
        if (guardian is not null) doors.AddRange(new[] { Links.Child(child), Links.ChildOf(child, Given.Year, 1), $"/api{Links.Child(child)}", Links.Children, $"/api{Links.Children}", Links.TryOf(child, Given.Year, 1), "/", "/notices", "/report-cards", Massar.Features.Schooling.Links.Of(child), $"/api{Massar.Features.Schooling.Links.Of(child)}", Massar.Features.Schooling.Links.File(child, "csv") }.Select(a => (guardian, a)));
        Assert.NotEmpty(doors);
        foreach (var (reader, address) in doors)
        {
            var body = await (await reader.Get(address)).Content.ReadAsStringAsync();
            Assert.False(body.Contains("17,25", StringComparison.Ordinal) || body.Contains("17.25", StringComparison.Ordinal) || body.Contains("Nouvelles notes", StringComparison.Ordinal), $"{address} {own}");
        }
    }

    /// <summary>Time does not pass for the database: the hours come instead, and the lines are made anew as a correction would.</summary>
    private async Task MoveHours(SheetKey key, DateTime at, DateTime? later)
    {
        await app.Write(db => db.Assessments.Where(a => a.ClassId == key.ClassId && a.SubjectCode == key.Subject && a.Number == key.Number)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.PublishAt, Whole(at)).SetProperty(a => a.LaterAt, later == null ? null : Whole(later.Value))));
        Assert.Null(await app.Within(services => services.GetRequiredService<Publication>().Rebuild(key.ClassId, key.Subject, key.Semester, DateTime.UtcNow, CancellationToken.None)));
    }

    private async Task Announce(GivenSheet sheet, bool isLater)
    {
        var stored = await app.Stored(sheet.Key);
        var hour = isLater ? stored.LaterAt!.Value : stored.PublishAt!.Value;
        var item = new WorkItem { Kind = Announcement.Kind, Key = "test", Payload = Announcement.PayloadOf(sheet.School.Id, hour, isLater), RunAfter = hour, CreatedAt = hour };
        await app.Within(async services =>
        {
            await ActivatorUtilities.CreateInstance<Announcement>(services).Do(item, null!, CancellationToken.None);
            return true;
        });
    }

    private Task<List<long>> Told(GivenSheet sheet) => app.Read(db => db.Notices.Where(n => n.PlaceId == sheet.School.Id && n.Template.StartsWith("notices.marks-published") && n.AccountId != null).Select(n => n.AccountId!.Value).ToListAsync());

    private static DateTime Whole(DateTime at) => new(at.Ticks - at.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
}
