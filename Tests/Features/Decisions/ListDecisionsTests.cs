using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

public sealed class ListDecisionsTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_manager_finds_a_decision_of_his_place_by_state_and_name_and_none_of_another(string language)
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var (sent, draft) = (await province.Teacher(), await province.Teacher());
        var ids = await province.Drafts(sent, draft);
        await province.Send(ids[0]);
        var stranger = (await other.Drafts(await other.Teacher()))[0];
        var hr = await app.SignIn(province.Hr, language);

        var all = await hr.Open(Links.All());
        var inVisa = await hr.Open(Links.All("InVisa"));
        var ppr = await app.Read(db => db.Employees.Where(e => e.Id == draft.EmployeeId).Select(e => e.Ppr).SingleAsync());
        var found = await hr.Open(Links.All(q: ppr));

        Assert.Equal(Words.All.Say(language, "decisions.all.title"), all.Heading);
        Assert.Equal(Links.All(), (await hr.Open(Links.Show(ids[0]))).All(".crumbs a").Single().GetAttribute("href"));
        Assert.Equal(Links.Inbox(), (await hr.Open(Links.Show(ids[1]))).All(".crumbs a").Single().GetAttribute("href"));
        var kind = await app.Read(db => (from d in db.Decisions where d.Id == ids[0] join p in db.DecisionProcedures on d.ProcedureId equals p.Id select language == "ar" ? p.NameAr : p.NameFr).SingleAsync());
        Assert.All(all.All("tbody tr"), row => Assert.Contains(kind, row.TextContent, StringComparison.Ordinal));
        Assert.Equal([Links.Show(ids[1]), Links.Show(ids[0])], all.All("tbody th a").Select(a => a.GetAttribute("href")));
        Assert.Equal(Links.Show(ids[0]), Assert.Single(inVisa.All("tbody th a")).GetAttribute("href"));
        Assert.Equal(Links.Show(ids[1]), Assert.Single(found.All("tbody th a")).GetAttribute("href"));
        Assert.True((await hr.Open(Links.All(q: "zzzz"))).Says(Words.All.Say(language, "decisions.all.none")));
        Assert.DoesNotContain(all.All("main a"), a => a.GetAttribute("href") == Links.Show(stranger));
        Assert.Equal(2, (await hr.Api.GetFromJsonAsync<JsonElement>("/api/decisions")).GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public async Task An_auditor_reads_below_his_place_and_may_do_nothing()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var id = (await province.Drafts(await province.Teacher()))[0];
        var stranger = (await other.Drafts(await other.Teacher()))[0];
        await province.Send(id);
        var auditor = await app.SignIn(await app.Given.Person(Roles.Auditor, province.School.Academy), "fr");

        Assert.Equal(Links.Show(id), Assert.Single((await auditor.Open(Links.All())).All("tbody th a")).GetAttribute("href"));
        var page = await auditor.Open(Links.Show(id));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.All("main form"));
        Assert.Equal(Links.All(), page.All(".crumbs a").Single().GetAttribute("href"));
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open(Links.Show(stranger))).Status);
        foreach (var address in (string[])[Links.Inbox(), Links.Visa(id), Links.Delivery(id), Links.Prepare()])
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open(address)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await province.Visa(auditor, id, "Granted")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await province.Teacher())).Open(Links.All())).Status);
    }
}
