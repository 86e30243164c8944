using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

public sealed class ProcedureTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_ministry_writes_the_next_edition_from_a_day_on_and_takes_it_back_before_it_begins()
    {
        var province = await Province.Make(app);
        var kind = await OwnKind();
        var ministry = await app.Read(db => db.Places.SingleAsync(p => p.Kind == PlaceKind.Ministry));
        var editor = await app.SignIn(await app.Given.Person(Roles.Ministry, ministry), "fr", steppedUp: true);
        object[] chain = [Step("head-of-service", "Directorate", 4), Step("financial-control", "Academy", 10), Step("signatory", "Academy", 5)];

        Assert.Equal(HttpStatusCode.Forbidden, (await Prepare(await app.SignIn(province.Hr, steppedUp: true), kind, 1, 9, chain)).StatusCode);
        Assert.Contains("StartsOn", await Problem(await Prepare(editor, kind, 1, 0, chain)), StringComparison.OrdinalIgnoreCase);
        foreach (var wrong in (object[][])[[chain[0], chain[1]], [chain[2]], [chain[2], chain[0]], [chain[0], chain[0], chain[2]], [Step("provincial-director", "Academy", 3), chain[2]], [Step("teacher", "Directorate", 3), chain[2]], [Step("head-of-service", "Directorate", 0), chain[2]], [Step("head-of-service", "Directorate", 3, ""), chain[2]]])
            Assert.Contains("Steps", await Problem(await Prepare(editor, kind, 1, 9, wrong)), StringComparison.OrdinalIgnoreCase);

        var form = await editor.Open(Links.NewEdition(kind));
        Assert.Equal("head-of-service", form.ValueOf("Role1"));
        var saved = await Prepare(editor, kind, 1, 9, chain);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await Prepare(editor, kind, 1, 20, chain)).StatusCode);

        // Nothing changes before its day; what was taken out and what was changed is named.
        var view = await editor.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Procedure(kind)}");
        var editions = view.GetProperty("editions").EnumerateArray().ToList();
        Assert.Equal([(2, false), (1, true)], editions.ConvertAll(e => (e.GetProperty("edition").GetInt32(), e.GetProperty("isInForce").GetBoolean())));
        Assert.Equal(["Changed", "Moved", "Moved", "Removed"], editions[0].GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("change").GetString()));
        var page = await editor.Open(Links.Procedure(kind));
        Assert.True(page.Says(Words.All.Say("fr", "decisions.procedure.change.Removed")));

        await page.SubmitForm($"form[action='{Links.WithdrawEdition(kind, 2)}']", null, htmx: false);
        Assert.Equal(1, await app.Read(db => db.DecisionProcedures.CountAsync(p => p.Kind == kind)));
        Assert.Equal(HttpStatusCode.Conflict, (await editor.Api.PostAsJsonAsync($"/api{Links.WithdrawEdition(kind, 1)}", new { version = "0" })).StatusCode);
        string[] acts = ["Decisions.PrepareProcedure", "Decisions.WithdrawProcedure"];
        Assert.True(await app.Read(db => db.AuditEntries.CountAsync(a => acts.Contains(a.Action) && a.Changes.Contains(kind))) >= 2);
    }

    [Fact]
    public async Task A_gate_of_the_directorate_is_not_passed_at_the_academy()
    {
        var province = await Province.Make(app);
        var draft = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(draft);
        var academy = await app.SignIn(await app.Given.Person(Roles.HeadOfService, province.School.Academy));

        Assert.Equal(0, (await academy.Api.GetFromJsonAsync<JsonElement>("/api/decisions/inbox")).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.Conflict, (await province.Visa(academy, draft, "Granted")).StatusCode);
        await province.Grant(province.HeadOfService, draft);
    }

    [Fact]
    public async Task Two_gates_of_one_rank_are_open_at_once_and_the_next_opens_when_both_gave()
    {
        var province = await Province.Make(app);
        var edition = await AtOnce();
        var teacher = await province.Teacher();
        var id = (await province.Drafts(teacher))[0];
        await app.Write(db => db.Decisions.Where(d => d.Id == id).ExecuteUpdateAsync(s => s.SetProperty(d => d.ProcedureId, edition)));
        var (head, director) = (await app.SignIn(province.HeadOfService, "fr"), await app.SignIn(province.Director, "fr"));
        await province.Send(id);

        // It is in both piles, and the employee reads both names.
        Assert.Equal("head-of-service+provincial-director", (await province.Decision(id)).WaitingRole);
        Assert.Equal((1, 1), (await Pile(head), await Pile(director)));
        var mine = await (await app.SignIn(teacher, "fr")).Open(Links.ShowMine(id));
        Assert.True(mine.Says("Service A") && mine.Says("Service B"));

        // One person does not pass both, whatever account he uses.
        var twin = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, province.School.Directorate, employeeId: province.HeadOfService.EmployeeId));
        var read = (await province.Decision(id)).Version;
        Assert.True((await province.Visa(head, id, "Granted", version: read)).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await province.Visa(twin, id, "Granted")).StatusCode);
        Assert.Equal((0, 1), (await Pile(head), await Pile(director)));
        Assert.Equal((DecisionState.InVisa, 1, "provincial-director"), ((await province.Decision(id)).State, (await province.Decision(id)).Step, (await province.Decision(id)).WaitingRole));

        // The other visa does not make his reading stale; older readings are.
        Assert.Equal(HttpStatusCode.Conflict, (await province.Visa(director, id, "Granted", version: read - 1)).StatusCode);
        Assert.True((await province.Visa(director, id, "Granted", version: read)).IsSuccessStatusCode);
        var next = await province.Decision(id);
        Assert.Equal((DecisionState.InVisa, 3, "financial-control"), (next.State, next.Step, next.WaitingRole));
        Assert.Equal([(0, DecisionAct.Sent), (1, DecisionAct.Granted), (2, DecisionAct.Granted)], next.Visas.OrderBy(v => v.Id).Select(v => (v.Step, v.Act)));
        await province.Grant(province.Control, id);
        await province.MustSign(id);
        Assert.Equal(DecisionState.Signed, (await province.Decision(id)).State);
    }

    [Fact]
    public async Task A_return_at_one_of_two_gates_closes_the_other_with_a_word()
    {
        var province = await Province.Make(app);
        var edition = await AtOnce();
        var ids = await province.Drafts(await province.Teacher(), await province.Teacher());
        await app.Write(db => db.Decisions.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(s => s.SetProperty(d => d.ProcedureId, edition)));
        var (head, director) = (await app.SignIn(province.HeadOfService, "fr"), await app.SignIn(province.Director, "fr"));
        await province.Send(ids);

        Assert.True((await province.Visa(director, ids[0], "Returned", "wrong-date")).IsSuccessStatusCode);
        Assert.Equal((1, 1), (await Pile(head), await Pile(director)));
        Assert.Equal(HttpStatusCode.Conflict, (await province.Visa(head, ids[0], "Granted")).StatusCode);
        var page = await head.Open(Links.Show(ids[0]));
        Assert.True(page.Says(Words.All.Say("fr", "decisions.stage.closed")));

        // Sent again it waits at both again; a batch of visas of one gate leaves the other's turn.
        await province.Send(ids[0]);
        var lines = await app.Read(db => db.Decisions.Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).Select(d => new { decision = d.Id, version = d.Version }).ToListAsync());
        var batch = await head.Api.PostAsJsonAsync($"/api{Links.VisaBatch()}", new { lines, act = "Granted" });
        Assert.Equal(2, (await batch.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("done").GetInt32());
        Assert.Equal((0, 2), (await Pile(head), await Pile(director)));
        Assert.True((await province.Visa(director, ids[1], "Refused", "no-right")).IsSuccessStatusCode);
        Assert.Equal([DecisionState.InVisa, DecisionState.Refused], [(await province.Decision(ids[0])).State, (await province.Decision(ids[1])).State]);
    }

    [Fact]
    public async Task A_kind_switched_off_from_a_day_is_prepared_no_more_and_can_be_switched_on_again()
    {
        var kind = await OwnKind();
        var ministry = await app.Read(db => db.Places.SingleAsync(p => p.Kind == PlaceKind.Ministry));
        var editor = await app.SignIn(await app.Given.Person(Roles.Ministry, ministry), "fr", steppedUp: true);
        var today = MoroccanDay.Of(MassarApp.Clock.GetUtcNow().UtcDateTime);
        Assert.True((await editor.Api.PostAsJsonAsync($"/api{Links.NewEdition(kind)}", new { last = 1, startsOn = Iso(today.AddDays(9)), steps = Array.Empty<object>(), isOff = true })).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await editor.Api.PostAsJsonAsync($"/api{Links.NewEdition(kind)}", new { last = 2, startsOn = Iso(today.AddDays(10)), steps = Array.Empty<object>(), isOff = true })).StatusCode);

        // Until its day decisions are prepared, from its day none; the gates are kept for the edition that opens it again.
        var book = new ProcedureBook();
        Assert.Equal(1, (await app.Read(db => book.InForce(db, kind, today.AddDays(8), default))).Value.Edition);
        Assert.Equal("decisions.switched-off", (await app.Read(db => book.InForce(db, kind, today.AddDays(9), default))).Refusal!.Reason.Key);
        Assert.Equal(today.AddDays(9), (await app.Read(db => ProcedureBook.SwitchedOff(db, [kind], today, default)))[kind]);
        Assert.True((await editor.Open(Links.Procedure(kind))).Says(Words.All.Say("fr", "decisions.procedure.off")));
        var form = await editor.Open(Links.NewEdition(kind));
        Assert.Equal("head-of-service", form.ValueOf("Role1"));
        var on = await form.Submit(("StartsOn", Iso(today.AddDays(20))));
        Assert.Equal(Links.Procedure(kind), on.Address);
        Assert.Equal(3, (await app.Read(db => book.InForce(db, kind, today.AddDays(20), default))).Value.Edition);
    }

    // An edition of a kind of its own by which head of service and director see a decision at once.
    private async Task<int> AtOnce()
    {
        var kind = await OwnKind();
        var ministry = await app.Read(db => db.Places.SingleAsync(p => p.Kind == PlaceKind.Ministry));
        var editor = await app.SignIn(await app.Given.Person(Roles.Ministry, ministry), "fr", steppedUp: true);
        object At(string role, string office, string name, bool isBeside = false) => new { role, office, days = "3", nameAr = "مصلحة", nameFr = name, isBeside };
        object[] chain = [At("head-of-service", "Directorate", "Service A"), At("provincial-director", "Directorate", "Service B", isBeside: true), At("financial-control", "Academy", "Service C"), At("signatory", "Academy", "Service D")];
        Assert.Contains("Steps", await Problem(await Prepare(editor, kind, 1, 9, [At("head-of-service", "Directorate", "Service A", isBeside: true), chain[3]])), StringComparison.OrdinalIgnoreCase);
        var saved = await Prepare(editor, kind, 1, 9, chain);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        Assert.True((await editor.Open(Links.Procedure(kind))).Says(Words.All.Say("fr", "decisions.procedure.at-once")));
        return await app.Read(db => db.DecisionProcedures.Where(p => p.Kind == kind && p.Edition == 2).Select(p => p.Id).SingleAsync());
    }

    private static async Task<int> Pile(Visitor visitor) => (await visitor.Api.GetFromJsonAsync<JsonElement>("/api/decisions/inbox")).GetProperty("total").GetInt32();

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // A kind that no other test makes decisions of.
    private async Task<string> OwnKind()
    {
        var kind = $"Test{Guid.CreateVersion7():N}";
        await app.Write(async db =>
        {
            var id = await db.DecisionProcedures.MaxAsync(p => p.Id) + 1;
            var made = DecisionProcedure.NewEchelonAdvancement(id, new DateOnly(2020, 1, 1));
            db.DecisionProcedures.Add(new DecisionProcedure
            {
                Id = id,
                Kind = kind,
                Edition = 1,
                StartsOn = made.StartsOn,
                NameAr = made.NameAr,
                NameFr = made.NameFr,
                TemplateKey = made.TemplateKey,
                RegisterKind = made.RegisterKind,
                Confidence = "test",
                Steps = made.Steps,
            });
            await db.SaveChangesAsync();
        });
        return kind;
    }

    private static object Step(string role, string office, int days, string name = "مصلحة") => new { role, office, days = days.ToString(CultureInfo.InvariantCulture), nameAr = name, nameFr = name.Length == 0 ? "" : "Service" };

    private static Task<HttpResponseMessage> Prepare(Visitor editor, string kind, int last, int inDays, object[] steps) =>
        editor.Api.PostAsJsonAsync($"/api{Links.NewEdition(kind)}", new { last, startsOn = MoroccanDay.Of(MassarApp.Clock.GetUtcNow().UtcDateTime).AddDays(inDays).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), steps });

    private static async Task<string> Problem(HttpResponseMessage reply)
    {
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        return await reply.Content.ReadAsStringAsync();
    }
}
