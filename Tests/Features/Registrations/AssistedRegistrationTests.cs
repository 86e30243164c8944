using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Notices.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Registrations;

/// <summary>PRE-13: a desk fills for the family at its window, and the guardian's own telephone confirms (workflow 4.1).</summary>
public sealed class AssistedRegistrationTests(MassarApp app) : IClassFixture<MassarApp>
{
    private readonly Families families = new(app);

    [Fact]
    public async Task A_clerk_fills_the_guardian_s_code_sends_and_the_request_is_the_telephone_s_from_then_on()
    {
        var zone = await families.School();
        var clerk = await Clerk(zone);
        var (id, phone) = await Filled(clerk, zone);
        Assert.Equal(0, await app.Read(db => db.Registrations.CountAsync(r => r.SchoolId == zone.School.Id)));

        var asked = await (await clerk.Open(Links.AssistSummary(id))).Submit(("Language", "fr"));
        Assert.Equal(Links.AssistCode(id), asked.Address);
        var code = await Code(phone);
        Assert.DoesNotContain(code, asked.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.True(asked.Says(phone[^2..]));
        Assert.False(asked.Says(phone));
        var sent = await asked.Submit(("Code", code));

        Assert.Equal(Links.AssistReceipt(id), sent.Address);
        var request = await app.Read(db => db.Registrations.AsNoTracking().SingleAsync(r => r.SchoolId == zone.School.Id));
        Assert.Equal((RegistrationState.Sent, E164(phone), "fr"), (request.State, request.Phone, request.Language));
        Assert.NotNull(request.PhotoId);
        Assert.True(sent.Says(request.Number));
        Assert.Equal("%PDF", Encoding.ASCII.GetString((await (await clerk.Get(Links.AssistPaper(id))).Content.ReadAsByteArrayAsync())[..4]));
        var paper = await app.Read(db => db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.PlaceId == zone.School.Id && d.Kind == ReceiptContent.Register));
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(paper.Code))).Says(request.Number));
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-submitted" && n.Language == "fr" && n.Deliveries.Any(d => d.To == E164(phone)))));

        // The desk has nothing more of it: no draft, no page, no answers kept beside the request.
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Open(Links.AssistSummary(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Open(Links.AssistStep(id, "mother"))).Status);
        Assert.Equal(("{}", 0), await app.Read(async db => ((await db.DeskDrafts.AsNoTracking().SingleAsync(d => d.Id == id)).Answers, await db.DeskUploads.CountAsync(u => u.DraftId == id))));

        // The head reads who filled it; the guardian follows, corrects and withdraws from any telephone by a code of his own.
        var head = await app.SignIn(zone.School.Head, "fr");
        Assert.True((await head.Open(Links.Case(request.Id))).Says("Demande remplie au guichet par : Secrétariat de l'établissement"));
        Assert.NotNull((await head.Open($"{Links.Desk}?hint=desk")).Find($"a[href='{Links.Case(request.Id)}']"));
        var family = await families.Enter(phone, "fr");
        Assert.True((await family.Open(Links.Follow(request.Id))).Says("Confirmée par le tuteur au guichet"));
        await (await family.Open(Links.Withdraw(request.Id))).Submit();
        Assert.Equal(RegistrationState.Withdrawn, await app.Read(db => db.Registrations.Where(r => r.Id == request.Id).Select(r => r.State).SingleAsync()));
    }

    [Fact]
    public async Task Wrong_codes_are_counted_a_code_opens_no_visit_and_dies_when_the_draft_changes()
    {
        var zone = await families.School();
        var clerk = await Clerk(zone);
        var (id, phone) = await Filled(clerk, zone);
        var asked = await (await clerk.Open(Links.AssistSummary(id))).Submit(("Language", "ar"));
        var code = await Code(phone);
        var wrong = code == "111111" ? "222222" : "111111";

        var first = await asked.Submit(("Code", wrong));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, first.Status);
        Assert.Equal(wrong, first.ValueOf("Code"));
        // The file is changed after it was read out: what the guardian agreed to is not what would be sent.
        await (await clerk.Open(Links.AssistStep(id, "act"))).Submit(("BirthActDateDay", "21"));
        Assert.Equal(HttpStatusCode.Conflict, (await asked.Submit(("Code", code))).Status);

        asked = await (await clerk.Open(Links.AssistSummary(id))).Submit(("Language", "ar"));
        code = await Code(phone);
        wrong = code == "111111" ? "222222" : "111111";
        for (var i = 0; i < RegistrationAccess.MaxTries; i++)
            await asked.Submit(("Code", wrong));
        Assert.Equal(HttpStatusCode.Conflict, (await asked.Submit(("Code", code))).Status);
        Assert.Equal(0, await app.Read(db => db.Registrations.CountAsync(r => r.SchoolId == zone.School.Id)));
        Assert.False(await app.Read(db => db.RegistrationAccesses.AnyAsync(a => a.Phone == E164(phone))));

        // As many codes an hour as at the family's own door, and no more.
        var refused = HttpStatusCode.OK;
        for (var i = 0; i < RegistrationAccess.PerPhoneAnHour && refused == HttpStatusCode.OK; i++)
            refused = (await (await clerk.Open(Links.AssistSummary(id))).Submit(("Language", "ar"))).Status;
        Assert.Equal(HttpStatusCode.TooManyRequests, refused);
    }

    [Fact]
    public async Task A_draft_is_its_desk_s_alone_is_taken_up_by_a_colleague_and_can_be_dropped()
    {
        var (zone, elsewhere) = (await families.School(), await families.School());
        var clerk = await Clerk(zone);
        var (id, _) = await Filled(clerk, zone);
        var photo = await app.Read(db => db.DeskUploads.Where(u => u.DraftId == id).Select(u => u.PublicId).SingleAsync());

        var other = await Clerk(elsewhere);
        foreach (var address in (string[])[Links.AssistSummary(id), Links.AssistStep(id, "child"), Links.AssistCode(id), Links.AssistDrop(id), Links.AssistReceipt(id), Links.AssistFile(id, photo)])
            Assert.Equal(HttpStatusCode.NotFound, (await other.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.PutAsJsonAsync($"/api/registrations/assist/{id}/child", new { answers = new { FirstNameAr = "هاجر" }, version = 0 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Roles.Teacher, zone.School.Place))).Open(Links.Assist)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Roles.HeadOfService, zone.School.Directorate))).Open(Links.Assist)).Status);
        Assert.Equal(HttpStatusCode.OK, (await clerk.Get(Links.AssistFile(id, photo))).StatusCode);
        // What a desk is shown of people counts against its day.
        foreach (var shown in (Type[])[typeof(Massar.Features.Registrations.ListAssisted.Drafts), typeof(Massar.Features.Registrations.AskAssistedCode.Summary), typeof(Massar.Features.Registrations.FillAssisted.StepPage)])
            Assert.True(shown.IsAssignableTo(typeof(IShowsPersons)), shown.FullName);

        // A colleague goes on with it; who has an older page open covers nothing.
        var old = await clerk.Open(Links.AssistStep(id, "child"));
        var colleague = await app.SignIn(zone.School.Head, "fr");
        Assert.NotNull((await colleague.Open(Links.Assist)).Find($"a[href='{Links.AssistSummary(id)}']"));
        await (await colleague.Open(Links.AssistStep(id, "child"))).Submit(("FirstNameAr", "هاجر"), ("FirstNameLatin", "Hajar"));
        var stale = await old.Submit(("FirstNameAr", "سناء"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal("سناء", stale.ValueOf("FirstNameAr"));

        await (await colleague.Open(Links.AssistDrop(id))).Submit();
        Assert.Equal((0, 0), await app.Read(async db => (await db.DeskDrafts.CountAsync(d => d.Id == id), await db.DeskUploads.CountAsync(u => u.DraftId == id))));

        // What nobody touches goes by itself, with what was brought.
        var (left, _) = await Filled(clerk, zone);
        var fresh = await Begin(clerk);
        await app.Write(async db =>
        {
            var longAgo = MassarApp.Clock.GetUtcNow().UtcDateTime - DeskDraft.KeptFor - TimeSpan.FromHours(1);
            await db.DeskDrafts.Where(d => d.Id == left).ExecuteUpdateAsync(s => s.SetProperty(d => d.TouchedAt, longAgo));
            await new OldDeskDrafts().Sweep(db, MassarApp.Clock.GetUtcNow().UtcDateTime, 1_000, default);
        });
        Assert.Equal((0, 0, 1), await app.Read(async db => (await db.DeskDrafts.CountAsync(d => d.Id == left), await db.DeskUploads.CountAsync(u => u.DraftId == left), await db.DeskDrafts.CountAsync(d => d.Id == fresh))));
    }

    [Fact]
    public async Task Nobody_stands_in_for_the_guardian_nor_fills_for_the_own_family_and_one_child_has_one_request()
    {
        var zone = await families.School();
        var person = await app.Given.Person(Roles.Clerk, zone.School.Place);
        var clerk = await app.SignIn(person, "fr");
        var (own, cin) = await app.Read(async db => ((await db.Accounts.SingleAsync(a => a.Id == person.AccountId)).Phone!, (await db.Employees.SingleAsync(e => e.Id == person.EmployeeId)).Cin!));

        // The clerk's own telephone.
        var number = Given.Next() % 900_000 + 1;
        var typed = Families.Typed(zone, number);
        var phone = typed["mother"].Single(t => t.Item1 == "MotherPhone").Item2;
        typed["mother"] = [.. typed["mother"].Select(t => t.Item1 == "MotherPhone" ? (t.Item1, own) : t)];
        var id = await Filled(clerk, typed);
        Assert.True((await clerk.Open(Links.AssistSummary(id))).Says("Ce numéro est celui d'une personne de ce guichet"));
        Assert.Equal(HttpStatusCode.Conflict, (await Ask(clerk, id)).StatusCode);

        // A telephone that receives no SMS, then the clerk's own identity card as the mother's.
        await (await clerk.Open(Links.AssistStep(id, "mother"))).Submit(("MotherPhone", "0528220011"));
        Assert.True((await clerk.Open(Links.AssistSummary(id))).Says("ne reçoit pas de SMS"));
        await (await clerk.Open(Links.AssistStep(id, "mother"))).Submit(("MotherPhone", phone), ("MotherCin", cin));
        Assert.True((await clerk.Open(Links.AssistSummary(id))).Says("Cette demande est celle de votre famille"));
        Assert.Equal(HttpStatusCode.Conflict, (await Ask(clerk, id)).StatusCode);
        Assert.False(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-desk-code" && n.Deliveries.Any(d => d.To == own || d.To == E164(phone)))));

        // The same child, sent by the other parent from a telephone meanwhile: nothing of that request is shown, and no code leaves.
        await (await clerk.Open(Links.AssistStep(id, "mother"))).Submit(("MotherCin", $"ZZ{number}"));
        var (_, sent, _, _) = await families.Send(zone, act: number);
        var twin = await clerk.Open(Links.AssistSummary(id));
        Assert.True(twin.Says("Une demande est déjà en cours pour cet enfant"));
        Assert.DoesNotContain(Registration.NumberOf(Given.Year, sent), twin.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Ask(clerk, id)).StatusCode);
    }

    [Fact]
    public async Task What_is_typed_at_the_desk_is_judged_by_the_family_s_rules_and_kept()
    {
        var zone = await families.School();
        var head = await app.SignIn(zone.School.Head, "fr");
        var id = await Begin(head);

        var wrong = await (await head.Open(Links.AssistStep(id, "child"))).Submit(("FirstNameAr", "Salma"), ("LastNameAr", "العلوي"), ("Sex", "2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("Salma", wrong.ValueOf("FirstNameAr"));
        var summary = await head.Open(Links.AssistSummary(id));
        Assert.NotNull(summary.Find($"a[href='{Links.AssistStep(id, "mother")}']"));
        Assert.Null(summary.Find($"form[action='{Links.AssistCode(id)}']"));
        Assert.Equal(HttpStatusCode.Conflict, (await Ask(head, id)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api/registrations/assist/{id}/confirm", new { code = "123456" })).StatusCode);
        Assert.True((await head.Open(Links.Assist)).Says("Tuteur sans téléphone"));
    }

    private static string E164(string phone) => "+212" + phone[1..];

    private async Task<Visitor> Clerk(GivenZone zone) => await app.SignIn(await app.Given.Person(Roles.Clerk, zone.School.Place), "fr");

    private static async Task<long> Begin(Visitor desk)
    {
        var first = await (await desk.Open(Links.Assist)).SubmitForm($"main form[action='{Links.Assist}']", null, false);
        return long.Parse(first.Address.Split('/')[3], CultureInfo.InvariantCulture);
    }

    private static async Task<(long Id, string Phone)> Filled(Visitor desk, GivenZone zone)
    {
        var typed = Families.Typed(zone, Given.Next() % 900_000 + 1);
        return (await Filled(desk, typed), typed["mother"].Single(t => t.Item1 == "MotherPhone").Item2);
    }

    private static async Task<long> Filled(Visitor desk, Dictionary<string, (string, string)[]> typed)
    {
        var id = await Begin(desk);
        foreach (var step in Topics.Steps.Where(typed.ContainsKey))
        {
            var page = await desk.Open(Links.AssistStep(id, step));
            if (step == "area")
                page = await page.Submit(typed[step][0]);
            var after = await page.Submit(typed[step]);
            Assert.True(after.Status == HttpStatusCode.OK, $"{step}: {after.Status} {after.Text}");
        }

        await (await desk.Open(Links.AssistStep(id, "photo"))).Upload("main form[method=post]", "photo", "enfant.png", Families.Png(300, 400), "image/png");
        return id;
    }

    private static async Task<HttpResponseMessage> Ask(Visitor desk, long id)
    {
        var summary = await desk.Api.GetFromJsonAsync<JsonElement>($"/api/registrations/assist/{id}/summary");
        return await desk.Api.PostAsJsonAsync($"/api/registrations/assist/{id}/code", new { version = summary.GetProperty("version").GetInt32(), language = "ar" });
    }

    // As its owner reads it: in the SMS, and nowhere in the database.
    private async Task<string> Code(string phone)
    {
        var to = E164(phone);
        var key = await app.Read(db => db.Notices.Where(n => n.Template == "notices.registration-desk-code" && n.Deliveries.Any(d => d.To == to)).OrderByDescending(n => n.Id).Select(n => n.Key).FirstAsync());
        for (var tries = 0; tries < 50; tries++)
        {
            await app.RunWork(key);
            if (!await app.Read(db => db.Notices.AnyAsync(n => n.Key == key && n.Deliveries.Any(d => d.State == DeliveryState.Queued))))
                break;
        }

        return Families.CodeIn(app.Services.GetRequiredService<CatcherSmsGateway>().Messages.First(m => m.To == to).Text);
    }
}
