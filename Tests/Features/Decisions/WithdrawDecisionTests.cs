using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

/// <summary>A signed decision is taken back by a second one, over the same visas, and by nothing else (rules common to all, 5).</summary>
public sealed class WithdrawDecisionTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static string Today => Formats.ShortDate(MoroccanDay.Today(MassarApp.Clock));

    /// <summary>AC-MSR-5: a second decision takes the first back.</summary>
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task From_the_managers_form_over_the_visas_to_the_signature_the_situation_is_what_it_was(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var before = await Situation(teacher);
        var first = await province.Signed(teacher);
        Assert.NotEqual(before, await Situation(teacher));
        var hr = await app.SignIn(province.Hr, language);

        var form = await (await hr.Open(Links.Show(first))).Follow(Links.Withdraw(first));
        var second = await form.Submit(("Reason", "wrong-rating"), ("Remark", "نقطة سنة أخرى"));

        Assert.True(second.Says(Words.All.Say(language, "decisions.withdrawal.prepared")));
        var id = long.Parse(second.Address.Split('/')[^1], null);
        Assert.Equal((DecisionState.Draft, first), ((await province.Decision(id)).State, (await province.Decision(id)).WithdrawsId));
        Assert.Equal(DecisionState.Signed, (await province.Decision(first)).State);
        await province.Send(id);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, id);
        Assert.NotEqual(before, await Situation(teacher));
        await province.MustSign(id);

        Assert.Equal(before, await Situation(teacher));
        var (taken, taking) = (await province.Decision(first), await province.Decision(id));
        Assert.Equal((DecisionState.Withdrawn, DecisionState.Signed), (taken.State, taking.State));
        Assert.NotEqual(taken.Number, taking.Number);
        Assert.Equal(DecisionAct.Withdrawn, taken.Visas[^1].Act);
        Assert.Equal((taken.State, taken.Step), DecisionFlow.Read(taken.Visas.Select(v => v.Act), 3));
        var batch = await hr.Open(Links.Batch(taken.BatchId!.Value));
        Assert.Contains(batch.All(".tiles li"), t => t.TextContent.Contains(Words.All.Say(language, "decisions.state.TakenBack"), StringComparison.Ordinal));
        // Due again: the corrected decision may be prepared at once.
        Assert.Single(await province.Drafts(teacher));
    }

    [Fact]
    public async Task A_remark_that_cannot_be_printed_is_refused_with_a_sentence_and_takes_no_number()
    {
        var province = await Province.Make(app);
        // U+061D is a sign of Arabic that no pinned face holds.
        var second = await province.WithdrawalReadyToSign(await province.Signed(await province.Teacher()), "other", "\u202Eخطأ \u061D");
        var other = (await province.ReadyToSign(await province.Teacher()))[0];
        Assert.DoesNotContain('\u202E', (await province.Decision(second)).CauseRemark!);
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);

        var reply = await province.Sign(signatory, second);
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains("decisions.unprintable", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await province.MustSign(other);

        var numbers = await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == province.School.Academy.Id).Select(d => d.Number).ToListAsync());
        Assert.Equal([1, 2], numbers.Order());
    }

    [Fact]
    public async Task The_paper_names_the_decision_and_the_reason_on_one_signed_page()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var first = await province.Signed(teacher);
        var second = await province.WithdrawalReadyToSign(first, "court-ruling", "حكم عدد 77");
        await province.MustSign(second);

        var (document, bytes) = await Paper(second);
        var file = Path.Combine(Directory.CreateTempSubdirectory("withdrawal-").FullName, "paper.pdf");
        await File.WriteAllBytesAsync(file, bytes);
        var text = Tools.Bare(Tools.Text(file));

        foreach (var phrase in (string[])["يسحب القرار رقم", (await province.Decision(first)).Number!, Today, "حكم قضائي", "حكم عدد", "77", "03.01", "القرار المسحوب", "402", "377"])
            Assert.Contains(Tools.Bare(phrase), text, StringComparison.Ordinal);
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", file).Output, StringComparison.Ordinal);
        Assert.Equal(0, Tools.Run("qpdf", "--check", file).Exit);
        Assert.Contains((await province.Decision(first)).Number!, document.Facts, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    /// <summary>AC-MSR-5: the code of the first says withdrawn; its paper stays readable.</summary>
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task Whoever_verifies_the_first_paper_reads_by_which_decision_and_when_it_was_withdrawn(string language)
    {
        var (province, _, first, second) = await Withdrawn();
        var (document, bytes) = await Paper(first);
        var number = (await province.Decision(second)).Number!;
        var visitor = app.Visitor(language);

        var page = await visitor.Open($"/verify/{DocumentCode.Shown(document.Code)}");
        using var file = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/pdf") } };
        var api = await (await visitor.Api.PostAsync("/api/documents/verify", file)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.True(page.Says(Words.All.Say(language, "documents.withdrawn-by", number, Today)));
        Assert.False(page.Says(Words.All.Say(language, "documents.state.Valid")));
        Assert.True(page.Says(DocumentCode.Shown(document.Code)));
        Assert.Equal(number, api.GetProperty("paper").GetProperty("supersededBy").GetString());
        Assert.Equal(document.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_employee_is_told_and_finds_both_decisions_linked(string language)
    {
        var (province, teacher, first, second) = await Withdrawn();
        var (number, by) = ((await province.Decision(first)).Number!, (await province.Decision(second)).Number!);
        var visitor = await app.SignIn(teacher, language);

        var notice = await app.Read(db => db.Notices.SingleAsync(n => n.Key == $"decision-withdrawn/{first}"));
        var old = await visitor.Open(Links.ShowMine(first));
        var fresh = await visitor.Open(Links.ShowMine(second));

        Assert.Equal((teacher.AccountId, Links.ShowMine(second)), (notice.AccountId, notice.Address));
        Assert.True(Words.All.Say(language, "notices.decision-withdrawn.sms", $"9999/{Given.Year}", $"9999/{Given.Year}").Length <= (language == "ar" ? 70 : 160));
        Assert.True(old.Says(Words.All.Say(language, "decisions.state.TakenBack")));
        Assert.Contains(old.All("a"), a => a.GetAttribute("href") == Links.ShowMine(second) && a.TextContent.Contains(by, StringComparison.Ordinal));
        // Never opened, and there is nothing to be notified of any more: the paper may be read all the same.
        Assert.Null(old.Find($"form[action='{Links.OpenMine(first)}']"));
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get(Links.MyPaper(first))).StatusCode);
        Assert.NotNull(fresh.Find($"form[action='{Links.OpenMine(second)}']"));
        Assert.Contains(fresh.All("a"), a => a.GetAttribute("href") == Links.ShowMine(first) && a.TextContent.Contains(number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_later_decision_that_stands_on_it_must_be_withdrawn_first()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await app.Write(db => db.CareerSteps.Where(s => s.EmployeeId == teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(x => x.StartsOn, new DateOnly(Given.Year - 8, 1, 1))));
        var first = await province.Signed(teacher);
        // Three years on, the next échelon was due too.
        var next = await province.Signed(teacher);
        Assert.Equal(7, (await province.Decision(next)).NewEchelon);

        var refused = await province.Withdraw(first);
        var page = await (await app.SignIn(province.Hr, "fr")).Open(Links.Withdraw(first));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.True(page.Says(Words.All.Say("fr", "decisions.withdrawal.stands-on", (await province.Decision(next)).Number!, Today)));
        Assert.Null(page.Find($"form[action='{Links.Withdraw(first)}']"));
        await province.MustSign(await province.WithdrawalReadyToSign(next));
        await province.MustSign(await province.WithdrawalReadyToSign(first));
        Assert.Equal(5, (await Situation(teacher))!.Echelon);
    }

    [Fact]
    public async Task What_comes_to_stand_on_it_while_the_withdrawal_is_in_visa_stops_the_signature()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var first = await province.Signed(teacher);
        var second = await province.WithdrawalReadyToSign(first);
        var day = (await province.Decision(first)).EffectiveOn.AddDays(40);
        await app.Write(async db =>
        {
            db.CareerSteps.Add(new CareerStep { EmployeeId = teacher.EmployeeId!.Value, StartsOn = day, GradeCode = "PES_2", Echelle = "10", Echelon = 6, Index = 402, PositionCode = "AVAILABILITY_REQUEST", LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });

        var reply = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), second);

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains(Formats.ShortDate(day), await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((DecisionState.Signed, DecisionState.ToSign), ((await province.Decision(first)).State, (await province.Decision(second)).State));
        Assert.Equal(DocumentState.Valid, (await Paper(first)).Document.State);
    }

    [Fact]
    public async Task A_decision_is_withdrawn_once_and_a_withdrawal_not_at_all()
    {
        var province = await Province.Make(app);
        var first = await province.Signed(await province.Teacher());
        var second = await province.WithdrawalReadyToSign(first);

        Assert.Equal(HttpStatusCode.Conflict, (await province.Withdraw(first)).StatusCode);
        await province.MustSign(second);
        Assert.Equal(HttpStatusCode.Conflict, (await province.Withdraw(first)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await province.Withdraw(second)).StatusCode);
    }

    [Theory]
    [InlineData("", "", "Reason", "decisions.reason-needed")]
    [InlineData("no-right", "", "Reason", "decisions.reason-needed")]
    [InlineData("other", " ", "Remark", "decisions.remark-needed")]
    [InlineData("other", "خطأ 📎", "Remark", "decisions.withdrawal.remark-letters")]
    public async Task A_withdrawal_wants_its_reason_and_keeps_what_was_typed(string reason, string remark, string field, string why)
    {
        var province = await Province.Make(app);
        var first = await province.Signed(await province.Teacher());

        var after = await (await (await app.SignIn(province.Hr, "fr")).Open(Links.Withdraw(first))).Submit(("Reason", reason), ("Remark", remark));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.EndsWith(Words.All.Say("fr", why).Replace('\u00A0', ' '), after.ErrorOf(field)!, StringComparison.Ordinal);
        Assert.Equal(remark.Trim(), after.ValueOf("Remark")?.Trim() ?? "");
        Assert.False(await app.Read(db => db.Decisions.AnyAsync(d => d.WithdrawsId == first)));
    }

    [Fact]
    public async Task Only_the_office_of_the_place_proposes_it_and_never_for_a_draft()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var first = await province.Signed(await province.Teacher());
        var draft = (await province.Drafts(await province.Teacher()))[0];

        Assert.Equal(HttpStatusCode.NotFound, (await province.Withdraw(first, by: other.Hr)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.Hr)).Open(Links.Withdraw(first))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await province.Withdraw(draft)).StatusCode);
        foreach (var role in (GivenPerson[])[province.HeadOfService, province.Director, province.Control, province.Signatory])
            Assert.Equal(HttpStatusCode.Forbidden, (await province.Withdraw(first, by: role)).StatusCode);
        await app.Write(async db => Assert.Equal(1, await db.Database.ExecuteSqlAsync($"UPDATE Decisions SET EmployeeId = {province.Hr.EmployeeId} WHERE Id = {first}")));
        Assert.Equal(HttpStatusCode.Conflict, (await province.Withdraw(first)).StatusCode);
    }

    private async Task<(Province Province, GivenPerson Teacher, long First, long Second)> Withdrawn()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var first = await province.Signed(teacher);
        var second = await province.WithdrawalReadyToSign(first);
        await province.MustSign(second);
        return (province, teacher, first, second);
    }

    private async Task<Situation?> Situation(GivenPerson person) => Massar.Features.Decisions.Domain.Situation.On(
        MoroccanDay.Today(MassarApp.Clock), await app.Read(db => db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == person.EmployeeId).ToListAsync()));

    private Task<(IssuedDocument Document, byte[] Bytes)> Paper(long decision) => app.Read(async db =>
    {
        var id = await db.Decisions.Where(d => d.Id == decision).Select(d => d.DocumentId).SingleAsync();
        return (await db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.Id == id), (await db.DocumentContents.AsNoTracking().SingleAsync(c => c.DocumentId == id)).Bytes);
    });
}
