using System.Net;
using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Audits;

/// <summary>Who did what, read by the employee concerned and by an auditor (MSR-4), and a line changed behind the program's back.</summary>
public sealed class AuditTrailTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task An_employee_reads_who_did_what_on_his_decisions_by_function_and_office_and_nobody_else_s()
    {
        var province = await Province.Make(app);
        var (teacher, other) = (await province.Teacher(), await province.Teacher());
        var draft = await province.Drafts(teacher);

        // What is only being prepared is not told.
        Assert.Empty((await Mine(teacher)).EnumerateArray());

        await province.Send(draft);
        await province.Grant(province.HeadOfService, draft);

        var lines = (await Mine(teacher)).EnumerateArray().ToList();
        Assert.Equal(["Decisions.VisaDecision", "Decisions.SendForVisa"], lines.Select(l => l.GetProperty("action").GetString()));
        Assert.Equal([Roles.HeadOfService, Roles.HrManager], lines.Select(l => l.GetProperty("role").GetString()));
        Assert.All(lines, l => Assert.True(l.GetProperty("holds").GetBoolean() && l.GetProperty("sequence").GetInt64() <= l.GetProperty("length").GetInt64()));
        var page = await (await app.SignIn(teacher, "fr")).Open("/audits/mine");
        Assert.True(page.Says(Words.All.Say("fr", "audits.mine.whole")), page.Text);
        Assert.Contains(province.School.Directorate.NameFr, page.Text, StringComparison.Ordinal);
        var officer = await app.Read(db => db.Accounts.Where(a => a.Id == province.HeadOfService.AccountId).Select(a => a.NameLatin).SingleAsync());
        Assert.DoesNotContain(officer, page.Text, StringComparison.Ordinal);
        Assert.Empty((await Mine(other)).EnumerateArray());
    }

    [Fact]
    public async Task An_auditor_finds_acts_by_person_author_kind_and_day_and_no_other_academy_s()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var draft = await province.Drafts(teacher);
        await province.Send(draft);
        var ppr = await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).Select(e => e.Ppr).SingleAsync());
        var auditor = await app.SignIn(await app.Given.Person(Roles.Auditor, province.School.Academy), "fr");
        var today = MoroccanDay.Today(MassarApp.Clock);

        var found = await Acts(auditor, $"ppr={ppr}");
        Assert.Equal(["Decisions.SendForVisa", "Decisions.PrepareEchelonAdvancement"], found);
        Assert.Equal(found, await Acts(auditor, $"actor={province.Hr.Login}&kind=Decisions&from={today:yyyy-MM-dd}&to={today:yyyy-MM-dd}"));
        Assert.Empty(await Acts(auditor, $"ppr={ppr}&kind=Leaves"));
        Assert.Empty(await Acts(auditor, $"actor={province.Hr.Login}&to={today.AddDays(-1):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.BadRequest, (await auditor.Api.GetAsync("/api/audits?from=not-a-day")).StatusCode);
        var unread = await auditor.Open("/audits?from=not-a-day");
        Assert.NotNull(unread.ErrorOf("from"));
        Assert.Equal("not-a-day", unread.ValueOf("from"));

        var page = await auditor.Open($"/audits?ppr={ppr}");
        var name = await app.Read(db => db.Accounts.Where(a => a.Id == province.Hr.AccountId).Select(a => a.NameLatin).SingleAsync());
        Assert.Contains(name, page.Text, StringComparison.Ordinal);
        Assert.True((await auditor.Open("/audits?ppr=<b>1</b>")).Says(Words.All.Say("fr", "audits.unknown")));

        // The list leaves with a fresh second factor alone; another academy's auditor finds nobody here.
        Assert.NotEqual(HttpStatusCode.OK, (await auditor.Open("/audits/list.csv", follow: false)).Status);
        var elsewhere = await app.Given.School();
        var stranger = await app.SignIn(await app.Given.Person(Roles.Auditor, elsewhere.Academy), "fr");
        Assert.Empty(await Acts(stranger, $"ppr={ppr}"));
        Assert.Empty(await Acts(stranger, $"actor={province.Hr.Login}"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open($"/audits/check?place={province.School.Directorate.Id}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(teacher)).Open("/audits")).Status);
    }

    [Fact]
    public async Task A_line_changed_in_the_database_is_named_to_both()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var draft = await province.Drafts(teacher);
        await province.Send(draft);
        var line = await app.Read(db => db.AuditEntries.AsNoTracking().Where(e => e.Action == "Decisions.SendForVisa" && e.Subjects.Any(s => s.EmployeeId == teacher.EmployeeId)).SingleAsync());
        var auditor = await app.SignIn(await app.Given.Person(Roles.Auditor, province.School.Academy), "fr");
        var address = $"/api/audits/check?place={line.PlaceId}";
        Assert.Empty((await Json(auditor, address)).GetProperty("breaks").EnumerateArray());

        await Set(line.Id, line.Changes.Replace("After", "Before", StringComparison.OrdinalIgnoreCase) + " ");
        try
        {
            var found = Assert.Single((await Json(auditor, address)).GetProperty("breaks").EnumerateArray());
            Assert.Equal(line.Sequence, found.GetProperty("line").GetInt64());
            Assert.True((await auditor.Open(address[4..])).Says(Words.All.Say("fr", "audits.break.Changed", line.Sequence)));
            Assert.True((await (await app.SignIn(teacher, "fr")).Open("/audits/mine")).Says(Words.All.Say("fr", "audits.mine.broken")));
        }
        finally
        {
            await Set(line.Id, line.Changes);
        }

        Assert.Empty((await Json(auditor, address)).GetProperty("breaks").EnumerateArray());
    }

    [Fact]
    public async Task A_line_written_anew_without_the_key_does_not_hold()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var draft = await province.Drafts(teacher);
        await province.Send(draft);
        await province.Grant(province.HeadOfService, draft);
        var line = await app.Read(db => db.AuditEntries.AsNoTracking().Where(e => e.Action == "Decisions.VisaDecision" && e.Subjects.Any(s => s.EmployeeId == teacher.EmployeeId)).SingleAsync());
        var auditor = await app.SignIn(await app.Given.Person(Roles.Auditor, province.School.Academy), "fr");
        try
        {
            await Rehash(line, "0");
            var bare = await app.Read(db => db.AuditEntries.AsNoTracking().SingleAsync(e => e.Id == line.Id));
            await Rehash(line, bare.Recomputed(app.Services.GetRequiredService<Sealer>())!);

            Assert.True((await auditor.Open($"/audits/check?place={line.PlaceId}&from={line.Sequence}&to={line.Sequence}")).Says(Words.All.Say("fr", "audits.break.WithoutKey", line.Sequence)));
            Assert.True((await (await app.SignIn(teacher, "fr")).Open("/audits/mine")).Says(Words.All.Say("fr", "audits.mine.broken")));
        }
        finally
        {
            await Rehash(line, line.Hash);
        }
    }

    private Task Rehash(AuditEntry line, string hash) => app.Write(async db =>
    {
        await db.AuditEntries.Where(e => e.Id == line.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Hash, hash));
        await db.AuditChains.Where(c => c.PlaceId == line.PlaceId && c.Sequence == line.Sequence).ExecuteUpdateAsync(s => s.SetProperty(c => c.Hash, hash));
    });

    private Task Set(long id, string changes) => app.Write(db => db.AuditEntries.Where(e => e.Id == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Changes, changes)));

    private async Task<JsonElement> Mine(GivenPerson person) => (await Json(await app.SignIn(person), "/api/audits/mine")).GetProperty("lines");

    private static async Task<List<string?>> Acts(Visitor visitor, string filter) =>
        [.. (await Json(visitor, $"/api/audits?{filter}")).GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("action").GetString())];

    private static async Task<JsonElement> Json(Visitor visitor, string address)
    {
        var answer = await visitor.Api.GetAsync(address);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.Clone();
    }
}
