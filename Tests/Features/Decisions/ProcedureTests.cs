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
