using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.StaffFiles;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.StaffFiles;

/// <summary>The file goes after the person: listed, sent with its slip, signed for line by line, what lacks answered for (MSR-13).</summary>
public sealed class StaffFileTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    /// <summary>AC-MSR-9: the file goes with who leaves for another directorate; until it is signed for both see it in transit.</summary>
    [Fact]
    public async Task AC_MSR_9_who_leaves_for_another_directorate_has_his_file_in_transit_for_both_until_it_is_signed_for()
    {
        var (province, there) = await Neighbours();
        var person = await app.Given.Person(Roles.Teacher, province.School.Place);
        await Installed(province, there, person);
        var transfer = await Open(person);
        var (sender, receiver, me) = (await app.SignIn(province.Hr, "fr"), await app.SignIn(there.Hr, "fr"), await app.SignIn(await InSpace(person), "fr"));

        // Opened by the installation; both read it, and so does the person.
        Assert.Equal((FileState.Preparing, province.School.Directorate.Id, there.School.Directorate.Id), (transfer.State, transfer.FromOfficeId, transfer.ToOfficeId));
        foreach (var reader in (Visitor[])[sender, receiver, me])
            Assert.True((await reader.Open(Links.Transfer(transfer.Id))).Says(Word("staff-files.state.Preparing")));
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Open(Links.Pages(transfer.Id))).Status);
        var (office, before) = (province.School.Directorate.Id, transfer.OpenedAt.AddDays(-1));
        await Kept(office, "work-certificate", person, before, "staff-papers.paper.WorkCertificate.title");
        await Kept(office, "situation-statement", person, transfer.OpenedAt.AddMinutes(1), "staff-papers.paper.SituationStatement.title");
        await Kept(there.School.Directorate.Id, "training-attestation", person, before, "training.paper.Attestation.title");
        await Kept(office, "movement-receipt", person, before, "mobility.receipt.title");

        // Listed: what is typed wrongly stays, then it is sent.
        var wrong = await (await sender.Open(Links.Pages(transfer.Id))).SubmitForm("#pages", null, false, ("c[birth]", "deux"), ("c[tenure]", "1"), ("t[1]", "Carnet de santé"), ("Do", "send"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(("deux", "Carnet de santé"), (wrong.ValueOf("c[birth]"), wrong.ValueOf("t[1]")));
        Assert.True(wrong.Says(Words.All.Say("fr", "staff-files.pieces.wrong", FilePage.MostPieces)));
        var sent = await (await sender.Open(Links.Pages(transfer.Id))).SubmitForm("#pages", null, false, ("c[birth]", "2"), ("n[birth]", "copies"), ("c[tenure]", "1"), ("t[1]", "Carnet de santé"), ("c[1]", "1"), ("Do", "send"));
        Assert.True(sent.Says(Word("staff-files.said.sent")), sent.Text);
        foreach (var reader in (Visitor[])[sender, receiver, me])
            Assert.True((await reader.Open(Links.Transfer(transfer.Id))).Says(Word("staff-files.state.InTransit")));
        Assert.True((await me.Open(Links.Mine)).Says(Word("staff-files.state.InTransit")));

        // The slip: one page, sealed, with what was counted and with the papers of the archive; anybody checks it by its code.
        var (slip, bytes) = await Paper(transfer.Id, t => t.SlipId);
        var path = Path.Combine(Directory.CreateTempSubdirectory("slip-").FullName, "slip.pdf");
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", path).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{", Tools.Text(path), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } keep)
            File.Copy(path, Path.Combine(keep, "staff-file-slip.pdf"), overwrite: true);
        Assert.True((await app.Visitor("fr").Open($"/verify/{DocumentCode.Shown(slip.Code)}")).Says(Word("staff-files.paper.Slip.title")));
        Assert.Equal("application/pdf", (await receiver.Get(Links.SlipPaper(transfer.Id))).Content.Headers.ContentType?.MediaType);
        // Of the archive only what the sending office knows: what it or the academy gave before the file was on the move, and no receipts of wishes.
        var digital = (await Pages(transfer.Id)).Where(p => p.IsDigital).ToList();
        Assert.Contains(digital, p => p is { Title: "staff-papers.paper.WorkCertificate.title", Count: 1 });
        var decision = await app.Read(db => db.IssuedDocuments.Where(d => d.EmployeeId == person.EmployeeId && d.PlaceId == province.School.Academy.Id).Select(d => d.Facts).SingleAsync());
        Assert.Contains(digital, p => p.Title == DocumentFacts.Read(decision).TitleKey);
        Assert.All((string[])["staff-papers.paper.SituationStatement.title", "training.paper.Attestation.title", "mobility.receipt.title", "installations.paper.Installation.title"], t => Assert.DoesNotContain(digital, p => p.Title == t));

        // The slip is read where the transfer is; those who grant visas or sign have no other door to it, the person has.
        foreach (var officer in (GivenPerson[])[province.Hr, province.HeadOfService, province.Control, province.Signatory])
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(officer)).Get(Massar.Features.Documents.Links.File(slip.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await me.Get(Massar.Features.Documents.Links.File(slip.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(province.HeadOfService)).Get(Links.SlipPaper(transfer.Id))).StatusCode);

        // Signed for line by line: no line is taken for granted, damage is described.
        Assert.Equal(HttpStatusCode.NotFound, (await sender.Open(Links.Receipt(transfer.Id))).Status);
        var pages = (await Pages(transfer.Id)).Where(p => !p.IsDigital).ToDictionary(p => p.Code ?? p.Title!, p => p.Id);
        var half = await (await receiver.Open(Links.Receipt(transfer.Id))).SubmitForm("#receipt", null, false, ($"r[{pages["birth"]}]", "Damaged"), ($"r[{pages["tenure"]}]", "Missing"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, half.Status);
        Assert.True(half.Says(Word("staff-files.damage.needed")) && half.Says(Word("staff-files.result.needed")), half.Text);
        var signed = await (await receiver.Open(Links.Receipt(transfer.Id))).SubmitForm(
            "#receipt", null, false, ($"r[{pages["birth"]}]", "Damaged"), ($"n[{pages["birth"]}]", "page mouillée"), ($"r[{pages["tenure"]}]", "Missing"), ($"r[{pages["Carnet de santé"]}]", "Present"));
        Assert.True(signed.Says(Word("staff-files.said.received")), signed.Text);
        Assert.True((await sender.Open($"{Links.All}?state=Lacking&way=out")).Says(Word("staff-files.state.Lacking")));

        // A program that sends an empty line is told what is missing.
        var lacking = await app.Read(db => db.FileTransfers.Where(t => t.Id == transfer.Id).Select(t => t.Version).SingleAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await sender.Api.PostAsJsonAsync($"/api{Links.Answer(transfer.Id)}", new { version = lacking, pages = new object?[] { null } })).StatusCode);

        // The sender answers; the receiver looks again and signs: the second receipt takes the place of the first.
        var first = await Paper(transfer.Id, t => t.ReceiptId);
        var mute = await (await sender.Open(Links.Answer(transfer.Id))).SubmitForm("#answer", null, false, ($"r[{pages["tenure"]}]", "Lost"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, mute.Status);
        var answered = await (await sender.Open(Links.Answer(transfer.Id))).SubmitForm("#answer", null, false, ($"r[{pages["tenure"]}]", "Copied"), ($"n[{pages["tenure"]}]", "copie du ministère"));
        Assert.True(answered.Says(Word("staff-files.said.answered")), answered.Text);
        var again = await receiver.Open(Links.Receipt(transfer.Id));
        Assert.True(again.Says("copie du ministère"));
        Assert.Single(again.All("#receipt select"));
        var whole = await again.SubmitForm("#receipt", null, false, ($"r[{pages["tenure"]}]", "Present"));
        Assert.True(whole.Says(Word("staff-files.state.Complete")), whole.Text);
        foreach (var reader in (Visitor[])[sender, me])
            Assert.True((await reader.Open(Links.Transfer(transfer.Id))).Says(Word("staff-files.turn.Complete")));
        Assert.Equal(DocumentState.Superseded, await app.Read(db => db.IssuedDocuments.Where(d => d.Id == first.Paper.Id).Select(d => d.State).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await me.Get(Links.ReceiptPaper(transfer.Id))).StatusCode);

        // The digital file is whose the scope says, whatever the papers do; each step is told and written down.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(province.Hr)).Api.GetAsync($"/api/employees/{person.EmployeeId}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(there.Hr)).Api.GetAsync($"/api/employees/{person.EmployeeId}")).StatusCode);
        Assert.Equal(["opened", "sent", "lacking", "answered", "complete"], await app.Read(db => db.FileSteps.Where(s => s.TransferId == transfer.Id).OrderBy(s => s.Id).Select(s => s.What).ToListAsync()));
        var told = await app.Read(db => db.Notices.Where(n => n.Key.StartsWith("staff-file/" + transfer.Id + "/")).Select(n => n.Key).ToListAsync());
        Assert.All((string[])["/opened/", "/sent/", "/own-sent/", "/lacking/", "/answered/", "/own-complete/"], t => Assert.Contains(told, k => k.Contains(t, StringComparison.Ordinal)));
        // The officers' names are for the offices; the person reads which office it was.
        var (forMe, forOffice) = (await History(me, transfer.Id), await History(receiver, transfer.Id));
        Assert.Equal((5, 5), (forMe.Count, forOffice.Count));
        Assert.All(forMe, l => Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.String), (Kind(l, "byAr"), Kind(l, "byLatin"), Kind(l, "officeAr"))));
        Assert.Equal(4, forOffice.Count(l => Kind(l, "byAr") is JsonValueKind.String));
        // What is noted of pages stays out of the trail, which says that there is a note.
        var trail = string.Concat(await app.Read(db => db.AuditEntries.Where(a => a.Action.StartsWith("StaffFiles.") && (a.PlaceId == office || a.PlaceId == there.School.Directorate.Id)).Select(a => a.Changes).ToListAsync()));
        Assert.Contains("Carnet de santé", trail, StringComparison.Ordinal);
        Assert.Contains("\"ResultNote\":\"***\"", trail, StringComparison.Ordinal);
        Assert.All((string[])["\"copies\"", "page mouillée", "copie du ministère"], n => Assert.DoesNotContain(n, trail, StringComparison.Ordinal));
        var action = nameof(Massar.Features.StaffFiles.ReceiveFile);
        Assert.Equal(2, await app.Read(db => db.AuditEntries.CountAsync(a => a.Action == $"StaffFiles.{action}" && a.PlaceId == there.School.Directorate.Id)));
    }

    [Fact]
    public async Task A_withdrawn_transfer_drops_what_was_not_sent_and_what_was_sent_comes_back_after_its_receipt()
    {
        var (province, there) = await Neighbours();
        var (one, other) = (await app.Given.Person(Roles.Teacher, province.School.Place), await app.Given.Person(Roles.Teacher, province.School.Place));
        var (first, second) = (await Installed(province, there, one), await Installed(province, there, other));
        var gone = await Open(other);
        Assert.True((await Send(province, gone.Id)).IsSuccessStatusCode);

        // A decision is taken back by the office that prepared it.
        await province.MustSign(await province.WithdrawalReadyToSign(first));
        await province.MustSign(await province.WithdrawalReadyToSign(second));

        Assert.Equal(FileState.Cancelled, await app.Read(db => db.FileTransfers.Where(t => t.EmployeeId == one.EmployeeId).Select(t => t.State).SingleAsync()));
        Assert.Equal(FileState.InTransit, await app.Read(db => db.FileTransfers.Where(t => t.EmployeeId == other.EmployeeId).Select(t => t.State).SingleAsync()));
        Assert.True((await Sign(there, gone.Id, "Present")).IsSuccessStatusCode);
        var back = await Open(other);
        Assert.Equal((there.School.Directorate.Id, province.School.Directorate.Id, FileState.Preparing), (back.FromOfficeId, back.ToOfficeId, back.State));
    }

    [Fact]
    public async Task An_office_asks_by_hand_once_and_never_for_its_own_people_s_file_or_a_stranger_s()
    {
        var (province, there) = await Neighbours();
        var moved = await Moved(province, there);
        var (asks, colleague) = (await app.SignIn(there.Hr, "fr"), await app.Given.Person(Roles.HrManager, there.School.Directorate));

        var empty = await (await asks.Open(Links.New)).SubmitForm("#new", null, false, ("Ppr", "12"), ("Reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Equal("12", empty.ValueOf("Ppr"));
        // Neither of ours nor there: the same words.
        var far = await app.Given.School();
        var stranger = await app.Given.Employee(far.Place);
        foreach (var ppr in (string[])[stranger.Ppr, "99999999"])
            Assert.True((await (await asks.Open(Links.New)).SubmitForm("#new", null, false, ("Ppr", ppr), ("Reason", "x"))).Says(Word("staff-files.new.unknown")));
        Assert.Equal(HttpStatusCode.Conflict, (await Ask(there.Hr, await Ppr(there.HeadOfService))).StatusCode);

        // Two colleagues at once: one transfer.
        var replies = await Task.WhenAll(Ask(there.Hr, moved.Ppr), Ask(colleague, moved.Ppr));
        Assert.Single(replies, r => r.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Ask(province.Hr, moved.Ppr)).StatusCode);
        var transfer = await app.Read(db => db.FileTransfers.AsNoTracking().SingleAsync(t => t.EmployeeId == moved.Id));
        Assert.Equal((FileCause.Hand, province.School.Directorate.Id), (transfer.Cause, transfer.FromOfficeId));

        // Started by mistake: dropped with a reason, before it is sent; then the former office sends it by itself.
        var dropped = await (await asks.Open(Links.Transfer(transfer.Id))).SubmitForm("#cancel", null, false, ("Reason", "Erreur de numéro"));
        Assert.True(dropped.Says("Erreur de numéro"), dropped.Text);
        Assert.True((await Ask(province.Hr, moved.Ppr)).IsSuccessStatusCode);
        Assert.Equal(1, await app.Read(db => db.FileTransfers.CountAsync(t => t.OpenKey == moved.Id)));

        // A real move leads it elsewhere: it is the move's now, and nobody drops it by hand.
        await Works(moved.Id, far.Place);
        await app.Within(async services =>
        {
            await services.GetRequiredService<UnitOfWork>().Run("Test", ct => services.GetRequiredService<FileDesk>().Follow(moved.Id, null, FileCause.Decision, null, ct), CancellationToken.None);
            return 0;
        });
        var led = await app.Read(db => db.FileTransfers.AsNoTracking().SingleAsync(t => t.OpenKey == moved.Id));
        Assert.Equal((far.Directorate.Id, FileCause.Decision), (led.ToOfficeId, led.Cause));
        var sender = await app.SignIn(province.Hr, "fr");
        Assert.Empty((await sender.Open(Links.Transfer(led.Id))).All("#cancel"));
        Assert.Equal(HttpStatusCode.Conflict, (await sender.Api.PostAsJsonAsync($"/api{Links.Cancel(led.Id)}", new { version = $"{led.Version}", reason = "Erreur" })).StatusCode);
        Assert.Equal(FileState.Preparing, await app.Read(db => db.FileTransfers.Where(t => t.Id == led.Id).Select(t => t.State).SingleAsync()));

        // Passed on, the first office is no side any more: what goes between two others is not its to start.
        Assert.True((await Send(province, led.Id)).IsSuccessStatusCode);
        var farHr = await app.Given.Person(Roles.HrManager, far.Directorate);
        Assert.True((await Sign(new Side(far, farHr, farHr), led.Id, "Present")).IsSuccessStatusCode);
        await Works(moved.Id, there.School.Place);
        Assert.Equal(HttpStatusCode.BadRequest, (await Ask(province.Hr, moved.Ppr)).StatusCode);
        Assert.True((await (await sender.Open(Links.New)).SubmitForm("#new", null, false, ("Ppr", moved.Ppr), ("Reason", "x"))).Says(Word("staff-files.new.unknown")));
        Assert.True((await Ask(there.Hr, moved.Ppr)).IsSuccessStatusCode);
        Assert.Equal(far.Directorate.Id, await app.Read(db => db.FileTransfers.Where(t => t.OpenKey == moved.Id).Select(t => t.FromOfficeId).SingleAsync()));
    }

    [Fact]
    public async Task Nobody_handles_his_own_file_strangers_find_nothing_and_an_old_page_overwrites_nothing()
    {
        var (province, there) = await Neighbours();
        // The officer of the new directorate came from the old one.
        var officer = await app.Given.Person(Roles.HrManager, there.School.Directorate);
        await app.Write(async db =>
        {
            db.Postings.Add(new Posting { EmployeeId = officer.EmployeeId!.Value, PlaceId = province.School.Id, PlacePath = province.School.Place.Path, StartsOn = new DateOnly(2000, 9, 1), EndsOn = new DateOnly(2010, 8, 31) });
            await db.SaveChangesAsync();
        });
        var ppr = await Ppr(officer);
        Assert.Equal(HttpStatusCode.Conflict, (await Ask(officer, ppr)).StatusCode);
        Assert.True((await Ask(there.Hr, ppr)).IsSuccessStatusCode);
        var transfer = await Open(officer);
        Assert.Equal(HttpStatusCode.Conflict, (await Send(province, transfer.Id, version: 99)).StatusCode);

        // Two save the list they both read: the second overwrites nothing.
        var clerk = await app.SignIn(province.Hr, "fr");
        var kept = await clerk.Api.PostAsJsonAsync($"/api{Links.Pages(transfer.Id)}", new { transfer.Version, pages = new object?[] { null, new { code = "card", count = 3 } }, send = false });
        Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync());
        var overtaken = await clerk.Api.PostAsJsonAsync($"/api{Links.Pages(transfer.Id)}", new { transfer.Version, pages = new object?[] { new { code = "birth", count = 1 } }, send = false });
        Assert.Equal(HttpStatusCode.Conflict, overtaken.StatusCode);
        Assert.Equal(["card"], (await Pages(transfer.Id)).Select(p => p.Code));

        Assert.True((await Send(province, transfer.Id)).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Sign(there with { Hr = officer }, transfer.Id, "Present")).StatusCode);
        // Who has sent it does not sign for it under another hat.
        var hat = new Massar.Features.Accounts.Domain.Hat { AccountId = province.Hr.AccountId, Role = Roles.HrManager, PlaceId = there.School.Directorate.Id, PlacePath = there.School.Directorate.Path, StartsOn = new DateOnly(2020, 9, 1) };
        await app.Write(async db =>
        {
            db.Hats.Add(hat);
            await db.SaveChangesAsync();
        });
        var both = province.Hr with { HatId = hat.Id };
        var twice = await Sign(there with { Hr = both }, transfer.Id, "Present");
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        var form = await (await app.SignIn(both, "fr")).Open(Links.Receipt(transfer.Id));
        Assert.True(form.Says(Word("staff-files.same-hand")) && form.Says(Word("staff-files.same-hand.next")), form.Text);
        Assert.Empty(form.All("#receipt button"));
        Assert.Empty((await (await app.SignIn(both, "fr")).Open(Links.Transfer(transfer.Id))).All($"a[href='{Links.Receipt(transfer.Id)}']"));
        Assert.Equal(FileState.InTransit, (await Open(officer)).State);
        // A program that sends an empty line is told what is missing.
        var now = (await Open(officer)).Version;
        Assert.Equal(HttpStatusCode.BadRequest, (await (await app.SignIn(there.Hr)).Api.PostAsJsonAsync($"/api{Links.Receipt(transfer.Id)}", new { version = now, pages = new object?[] { null } })).StatusCode);
        Assert.True((await (await app.SignIn(officer, "fr")).Open(Links.Transfer(transfer.Id))).Says(Word("staff-files.state.InTransit")));

        var stranger = await Province.Make(app);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger.Hr)).Open(Links.Transfer(transfer.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger.Hr)).Get(Links.SlipPaper(transfer.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Person(Roles.Teacher, there.School.Place))).Open(Links.Transfer(transfer.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Sign(new Side(stranger.School, stranger.Hr, stranger.HeadOfService), transfer.Id, "Present")).StatusCode);
    }

    [Fact]
    public async Task A_file_long_on_its_way_is_late_reminded_once_and_found_by_its_filters()
    {
        var (province, there) = await Neighbours();
        var moved = await Moved(province, there);
        Assert.True((await Ask(there.Hr, moved.Ppr)).IsSuccessStatusCode);
        var id = await app.Read(db => db.FileTransfers.Where(t => t.EmployeeId == moved.Id).Select(t => t.Id).SingleAsync());
        Assert.True((await Send(province, id)).IsSuccessStatusCode);
        var receiver = await app.SignIn(there.Hr, "fr", steppedUp: true);
        Assert.Empty((await receiver.Open($"{Links.All}?state=late")).All("tbody tr"));

        var sent = await app.Read(db => db.FileTransfers.AsNoTracking().SingleAsync(t => t.Id == id));
        await app.Write(db => db.FileTransfers.Where(t => t.Id == id).ExecuteUpdateAsync(s => s.SetProperty(t => t.SentAt, sent.SentAt!.Value.AddDays(-20)).SetProperty(t => t.Until, Today.AddDays(-5))));
        await app.Write(db => db.WorkItems.Where(w => w.Key.StartsWith("staff-file/" + id + "/")).ExecuteUpdateAsync(s => s.SetProperty(w => w.RunAfter, MassarApp.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1))));
        await app.RunWork($"staff-file/{id}/");
        await app.RunWork($"staff-file/{id}/");

        Assert.Equal(1, await app.Read(db => db.FileSteps.CountAsync(s => s.TransferId == id && s.What == "late")));
        Assert.Contains(await app.Read(db => db.Notices.Where(n => n.Key.StartsWith("staff-file/" + id + "/")).Select(n => n.Key).ToListAsync()), k => k.Contains("/late/", StringComparison.Ordinal) && k.EndsWith($"/a{there.Hr.AccountId}", StringComparison.Ordinal));
        var late = await receiver.Open($"{Links.All}?state=late&way=in&q={moved.Ppr}");
        Assert.Single(late.All("tbody tr"));
        Assert.True(late.Says(Words.All.Say("fr", "staff-files.days.other", 20)), late.Text);
        Assert.Empty((await receiver.Open($"{Links.All}?state=late&way=out")).All("tbody tr"));
        Assert.Contains(moved.Ppr, await (await receiver.Get($"{Links.All}/list.csv?state=late")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await receiver.Get($"{Links.All}/list.xlsx")).StatusCode);
        var lists = await MassarApp.StatementsOf(async () => await receiver.Open(Links.All));
        Assert.True(lists.Count <= 6, string.Join("\n\n", lists));
        var card = await MassarApp.StatementsOf(async () => await receiver.Open(Links.Transfer(id)));
        Assert.True(card.Count <= 6, string.Join("\n\n", card));
    }

    private sealed record Side(GivenSchool School, GivenPerson Hr, GivenPerson HeadOfService);

    /// <summary>A province with everybody a decision passes by, and another directorate of the same academy.</summary>
    private async Task<(Province Province, Side There)> Neighbours()
    {
        var province = await Province.Make(app);
        var id = 10_000 + Given.Next();
        var directorate = new Place { Id = id, Kind = PlaceKind.Directorate, Code = $"T{id}", NameAr = $"مديرية {id}", NameFr = $"Direction {id}", ParentId = province.School.Academy.Id, Path = $"{province.School.Academy.Path}{id}/" };
        await app.Write(async db =>
        {
            db.Places.Add(directorate);
            await db.SaveChangesAsync();
        });
        var school = await app.Given.School(inProvinceOf: province.School with { Directorate = directorate });
        return (province, new Side(school, await app.Given.Person(Roles.HrManager, directorate), await app.Given.Person(Roles.HeadOfService, directorate)));
    }

    /// <summary>Somebody of the new directorate whose papers say that he worked under the old one.</summary>
    private async Task<Employee> Moved(Province province, Side there)
    {
        var employee = await app.Given.Employee(there.School.Place);
        await app.Write(async db =>
        {
            db.Postings.Add(new Posting { EmployeeId = employee.Id, PlaceId = province.School.Id, PlacePath = province.School.Place.Path, StartsOn = new DateOnly(2012, 9, 1), EndsOn = new DateOnly(Given.Year - 6, 8, 31) });
            await db.SaveChangesAsync();
        });
        return employee;
    }

    /// <summary>The decision of a transfer to the other directorate, signed and carried out.</summary>
    private async Task<long> Installed(Province province, Side there, GivenPerson person)
    {
        var version = await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Version).SingleAsync());
        var reply = await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/new", new { employee = person.EmployeeId, kind = "Transfer", version = $"{version}", from = Iso(Today), school = there.School.GresaCode, cause = "service-need" });
        var said = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, said);
        var decision = JsonDocument.Parse(said).RootElement.GetProperty("decision").GetInt64();
        await province.Send(decision);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, decision);
        await province.MustSign(decision);
        var installation = await app.Read(db => db.Installations.Where(i => i.DecisionId == decision).Select(i => i.Id).SingleAsync());
        foreach (var (by, act) in ((GivenPerson, string)[])[(there.School.Head, "present"), (person, "confirm")])
        {
            var read = await app.Read(db => db.Installations.Where(i => i.Id == installation).Select(i => i.Version).SingleAsync());
            var step = await (await app.SignIn(by)).Api.PostAsJsonAsync($"/api{Massar.Features.Installations.Links.Case(installation)}", new { version = $"{read}", @do = act, day = act == "present" ? Iso(Today) : null });
            Assert.True(step.IsSuccessStatusCode, await step.Content.ReadAsStringAsync());
        }

        return decision;
    }

    private async Task<HttpResponseMessage> Ask(GivenPerson by, string ppr) => await (await app.SignIn(by)).Api.PostAsJsonAsync($"/api{Links.New}", new { ppr, reason = "Dossier jamais parti" });

    private async Task<HttpResponseMessage> Send(Province province, long id, int? version = null)
    {
        version ??= await app.Read(db => db.FileTransfers.Where(t => t.Id == id).Select(t => t.Version).SingleAsync());
        return await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync($"/api{Links.Pages(id)}", new { version, pages = new[] { new { code = "birth", count = 1 } }, send = true });
    }

    private async Task<HttpResponseMessage> Sign(Side side, long id, string result)
    {
        var version = await app.Read(db => db.FileTransfers.Where(t => t.Id == id).Select(t => t.Version).SingleAsync());
        var pages = (await Pages(id)).Where(p => !p.IsDigital).Select(p => new { page = p.Id, result, note = (string?)null }).ToArray();
        return await (await app.SignIn(side.Hr)).Api.PostAsJsonAsync($"/api{Links.Receipt(id)}", new { version, pages });
    }

    /// <summary>A paper about somebody in the electronic archive.</summary>
    private Task Kept(int place, string kind, GivenPerson person, DateTime at, string title) => app.Within(async services =>
    {
        await services.GetRequiredService<UnitOfWork>().Run("Test", async ct =>
        {
            var number = await services.GetRequiredService<RegisterDesk>().Take(place, kind, at.Year, ct);
            services.GetRequiredService<DocumentArchive>().Store(new DocumentDraft(place, kind, at.Year, number, DocumentCode.New(), new DocumentFacts(title, []), at) { EmployeeId = person.EmployeeId }, [1]);
            await services.GetRequiredService<MassarDb>().SaveChangesAsync(ct);
        }, CancellationToken.None);
        return 0;
    });

    private Task Works(long employee, Place at) => app.Write(db => db.Employees.Where(e => e.Id == employee).ExecuteUpdateAsync(s => s.SetProperty(e => e.PlaceId, at.Id).SetProperty(e => e.PlacePath, at.Path)));

    private static async Task<List<JsonElement>> History(Visitor reader, long id) =>
        [.. JsonDocument.Parse(await (await reader.Api.GetAsync($"/api{Links.Transfer(id)}")).Content.ReadAsStringAsync()).RootElement.GetProperty("history").EnumerateArray()];

    private static JsonValueKind Kind(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.ValueKind : JsonValueKind.Null;

    private Task<FileTransfer> Open(GivenPerson person) => app.Read(db => db.FileTransfers.AsNoTracking().SingleAsync(t => t.OpenKey == person.EmployeeId));

    private Task<List<FilePage>> Pages(long id) => app.Read(db => db.FilePages.AsNoTracking().Where(p => p.TransferId == id).OrderBy(p => p.Order).ToListAsync());

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private async Task<(IssuedDocument Paper, byte[] Bytes)> Paper(long id, Func<FileTransfer, long?> which)
    {
        var document = which(await app.Read(db => db.FileTransfers.AsNoTracking().SingleAsync(t => t.Id == id)));
        return await app.Read(async db => (await db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.Id == document), (await db.DocumentContents.AsNoTracking().SingleAsync(c => c.DocumentId == document)).Bytes));
    }

    private async Task<GivenPerson> InSpace(GivenPerson person) =>
        person with { HatId = await app.Read(db => db.Hats.Where(h => h.AccountId == person.AccountId && h.Role == Roles.Employee).Select(h => h.Id).SingleAsync()) };

    private static string Word(string key) => Words.All.Say("fr", key);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
