using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

public sealed class MyDecisionsTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_employee_reads_where_it_is_since_when_and_what_is_usual(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.Drafts(teacher))[0];
        await province.Send(id);
        await province.Grant(province.HeadOfService, id);
        await province.Grant(province.Director, id);
        var since = DateTime.UtcNow.AddDays(-12);
        await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE Decisions SET WaitingSince = {since}, LateAfter = {Waiting.LateAfter(since, 15)} WHERE Id = {id}"));

        var list = await (await app.SignIn(teacher, language)).Open(Links.Mine());
        var page = await list.Follow(Links.ShowMine(id));

        var office = language == "ar" ? "المراقبة المالية" : "Contrôle financier";
        foreach (var shown in (Page[])[list, page])
        {
            Assert.True(shown.Says(office));
            Assert.True(shown.Says(Words.All.Count(language, "decisions.days", 12)));
            Assert.True(shown.Says(Words.All.Count(language, "decisions.days", 15)));
        }

        // Offices, not colleagues.
        var head = await app.Read(db => db.Accounts.SingleAsync(a => a.Id == province.HeadOfService.AccountId));
        Assert.DoesNotContain(page.All(".timeline li"), li => li.TextContent.Contains(language == "ar" ? head.NameAr : head.NameLatin, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_usual_comes_from_the_offices_own_history()
    {
        var province = await Province.Make(app);
        var people = new List<GivenPerson>();
        for (var i = 0; i < 6; i++)
            people.Add(await province.Teacher());
        var ids = await province.Drafts([.. people]);
        await province.Send(ids[..5]);
        foreach (var id in ids[..5])
        {
            await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE Decisions SET WaitingSince = {DateTime.UtcNow.AddDays(-8)} WHERE Id = {id}"));
            await province.Grant(province.HeadOfService, id);
        }

        // What is usual is judged on the day the next one arrives.
        await province.Send(ids[5]);

        var mine = await (await app.SignIn(people[5])).Api.GetFromJsonAsync<JsonElement>("/api/decisions/mine");

        Assert.Equal(8, mine.GetProperty("lines")[0].GetProperty("usualDays").GetInt32());
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_last_day_of_appeal_follows_the_ministrys_delay_and_the_code_is_read_by_fours(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = await province.Signed(teacher);
        var visitor = await app.SignIn(teacher, language);
        await visitor.Api.PostAsync($"/api{Links.OpenMine(id)}", null);
        var code = await app.Read(db => db.IssuedDocuments.Where(d => db.Decisions.Any(x => x.Id == id && x.DocumentId == d.Id)).Select(d => d.Code).SingleAsync());
        var notice = MoroccanDay.Of((await province.Decision(id)).NotifiedAt!.Value);

        var page = await visitor.Open(Links.ShowMine(id));

        Assert.True(page.Says(Formats.ShortDate(notice.AddDays(60))));
        var shown = Massar.Features.Documents.Domain.DocumentCode.Shown(code);
        Assert.Equal(34, shown.Length);
        foreach (var where in (Page[])[page, await (await app.SignIn(province.Hr, language)).Open(Links.Show(id))])
            Assert.True(where.Says(shown) && !where.Says(code));
        foreach (var typed in (string[])[shown, code, shown.Replace('-', ' ').ToLowerInvariant()])
            Assert.True((await app.Visitor(language).Open($"/verify?code={Uri.EscapeDataString(typed)}")).Says(shown), typed);

        await app.Write(async db =>
        {
            await db.Settings.Where(s => s.Code == "decisions.appeal-days").ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, "45"));
        });
        var after = await visitor.Open(Links.ShowMine(id));
        await app.Write(async db =>
        {
            await db.Settings.Where(s => s.Code == "decisions.appeal-days").ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, "60"));
        });
        Assert.True(after.Says(Formats.ShortDate(notice.AddDays(45))));
    }

    [Fact]
    public async Task A_draft_is_not_shown_to_its_employee()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.Drafts(teacher))[0];
        var visitor = await app.SignIn(teacher);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.ShowMine(id))).Status);
        await province.Send(id);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Open(Links.ShowMine(id))).Status);
    }

    [Fact]
    public async Task Opening_a_signed_decision_records_the_date_of_notice_once_and_gives_the_same_bytes_each_time()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.ReadyToSign(teacher))[0];
        Assert.True((await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), id)).IsSuccessStatusCode);
        var visitor = await app.SignIn(teacher, "fr");

        var before = await visitor.Open(Links.ShowMine(id));
        Assert.Equal(HttpStatusCode.Conflict, (await visitor.Get(Links.MyPaper(id))).StatusCode);
        Assert.Null((await province.Decision(id)).NotifiedAt);
        var after = await before.SubmitForm($"form[action='{Links.OpenMine(id)}']", null, htmx: false);
        var first = (await province.Decision(id)).NotifiedAt;
        await visitor.Api.PostAsync($"/api{Links.OpenMine(id)}", null);

        Assert.True(after.Says(Formats.ShortDate(MoroccanDay.Today(MassarApp.Clock))));
        Assert.NotNull(first);
        var decision = await province.Decision(id);
        Assert.Equal((DecisionState.Notified, first), (decision.State, decision.NotifiedAt));
        Assert.Single(decision.Visas, v => v.Act == DecisionAct.Opened);
        var (one, two) = (await visitor.Get(Links.MyPaper(id)), await visitor.Get(Links.MyPaper(id)));
        Assert.Equal("application/pdf", one.Content.Headers.ContentType!.MediaType);
        Assert.Contains("no-store", one.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(await one.Content.ReadAsByteArrayAsync(), await two.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Nobody_reads_or_opens_the_decision_of_another()
    {
        var province = await Province.Make(app);
        var (teacher, colleague) = (await province.Teacher(), await province.Teacher());
        var id = (await province.ReadyToSign(teacher))[0];
        Assert.True((await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), id)).IsSuccessStatusCode);
        var visitor = await app.SignIn(colleague);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.ShowMine(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(Links.MyPaper(id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.PostAsync($"/api{Links.OpenMine(id)}", null)).StatusCode);
        Assert.Null((await province.Decision(id)).NotifiedAt);
    }
}
