using System.Net;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Mobility;

/// <summary>The sealed paper of what was sent: made when asked for, the same ever after, ended by what comes later.</summary>
public sealed class ReceiptTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_receipt_is_numbered_and_sealed_once_and_a_check_shows_what_is_on_it()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var teacher = await app.SignIn(movement.Teacher, "fr");

        var page = await (await teacher.Open(Links.Receipt(id))).SubmitForm("#paper", null, false);
        Assert.Null(page.Find("#paper"));
        var file = page.Find("main .note a[download]")!.GetAttribute("href")!;
        var first = await (await teacher.Get(file)).Content.ReadAsByteArrayAsync();
        await teacher.Api.PostAsync($"/api{Links.Receipt(id)}", null);
        var second = await (await teacher.Get(file)).Content.ReadAsByteArrayAsync();

        Assert.Equal("%PDF"u8, first.AsSpan(0, 4));
        var path = Path.Combine(Directory.CreateTempSubdirectory("receipt").FullName, "receipt.pdf");
        await File.WriteAllBytesAsync(path, first);
        Assert.Matches("Pages: +1\n", Tools.Run("pdfinfo", path).Output);
        Assert.Equal(first, second);
        Assert.Equal(1, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.EmployeeId == movement.Teacher.EmployeeId && d.Kind == ReceiptDesk.Kind)));

        var check = await app.Visitor("fr").Open(page.Find("main .note a[href^='/verify/']")!.GetAttribute("href")!);
        Assert.True(check.Says($"1. {movement.Others[0].Place.NameAr} – {movement.Others[0].Place.NameFr} · 2. {movement.Others[1].Place.NameAr}"), check.Text);
        Assert.True(check.Says(MovementRequest.NumberOf(Given.Year, id)));
        var ppr = await app.Read(db => db.Employees.Where(e => e.Id == movement.Teacher.EmployeeId).Select(e => e.Ppr).SingleAsync());
        Assert.DoesNotContain(ppr, check.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sending_again_replaces_the_paper_and_a_withdrawal_ends_it()
    {
        var movement = await Movement.Open(app, maxWishes: 4);
        var id = await movement.Send();
        var teacher = await app.SignIn(movement.Teacher, "fr");
        var old = (await (await teacher.Open(Links.Receipt(id))).SubmitForm("#paper", null, false)).Find("main .note a[href^='/verify/']")!.GetAttribute("href")!;

        await movement.Wish(teacher, movement.Others[2]);
        await (await teacher.Open(Links.Submit(movement.Campaign.Id))).Submit();
        Assert.True((await app.Visitor("fr").Open(old)).Says("Un document plus récent remplace celui-ci"));

        var next = await (await teacher.Open(Links.Receipt(id))).SubmitForm("#paper", null, false);
        var newer = next.Find("main .note a[href^='/verify/']")!.GetAttribute("href")!;
        Assert.NotEqual(old, newer);
        Assert.True((await app.Visitor("fr").Open(old)).Says("Numéro du nouveau document"));

        await (await teacher.Open(Links.Request(id))).SubmitForm("#withdraw", null, false);
        foreach (var paper in new[] { old, newer })
            Assert.True((await app.Visitor("fr").Open(paper)).Says("Demande retirée par son auteur"));

        await movement.Wish(teacher, movement.Others[3]);
        Assert.Equal(RequestState.Draft, (await movement.Read(id)).State);
        var taken = await teacher.Open(Links.Receipt(id));
        Assert.True(taken.Says("Cette demande a été retirée après l'envoi"), taken.Text);
        Assert.Null(taken.Find("#paper, main a[download]"));
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsync($"/api{Links.Receipt(id)}", null)).StatusCode);
    }

    [Fact]
    public async Task Nobody_has_the_receipt_of_another_made()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var colleague = await app.SignIn(await app.Given.Person(Roles.Teacher, movement.School.Place));

        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Api.PostAsync($"/api{Links.Receipt(id)}", null)).StatusCode);
        Assert.Equal(0, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.EmployeeId == movement.Teacher.EmployeeId)));
    }

    [Fact]
    public async Task Days_to_correct_are_those_of_the_campaign()
    {
        var movement = await Movement.Open(app);
        await app.Write(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.CorrectionDays, 40)));
        var id = await movement.Send();
        var officer = await app.SignIn(movement.Officer);

        await (await officer.Open(Links.Return(id))).Submit(("Things", Correctable.Wishes), ("Remark", "ترتيب"));

        Assert.Equal(Movement.Today.AddDays(40), (await movement.Read(id)).CorrectUntil);
    }
}
