using System.Net;
using System.Net.Http.Json;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Pupils;

/// <summary>AC-MOU-2: the pupil reports a wrong birth place; the task reaches the school with the proof; the page shows "correction in progress".</summary>
public sealed class DatumReportTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Place = nameof(PupilIdentity.BirthPlaceLatin);

    [Theory, InlineData("ar", "تصحيح جار"), InlineData("fr", "Correction en cours")]
    public async Task A_pupil_reports_a_wrong_birth_place_and_the_head_corrects_it_by_the_paper(string language, string inProgress)
    {
        var world = await World();
        var (pupil, head) = (await app.SignIn(await app.Given.PupilAccount(world.School, world.Child), language), await app.SignIn(world.School.Head, language));

        var mine = await pupil.Open(Links.Mine);
        var form = await mine.Follow(Links.Report(world.Child.Id, Place));
        var bare = await form.Submit(("Wanted", "Tiznit"));
        Assert.Equal("Tiznit", bare.ValueOf("Wanted"));
        Assert.NotNull(bare.ErrorOf("Paper"));
        var sent = await form.Upload("main form", "Paper", "acte.pdf", Massar.Tests.Features.Registrations.Families.Pdf(), "application/pdf", ("Wanted", "Tiznit"));
        Assert.Equal(Links.MyChild(world.Child.Id), sent.Address);
        Assert.True(sent.Says(inProgress));
        Assert.DoesNotContain(Links.Report(world.Child.Id, Place), sent.All("main a").Select(a => a.GetAttribute("href")));
        Assert.Equal("Agadir", await Said(world));

        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == world.School.Head.AccountId && n.Template == "notices.datum-reported")));
        var report = await app.Read(db => db.DatumReports.AsNoTracking().SingleAsync(r => r.PupilId == world.Child.Id));
        var list = await head.Open(Links.Reports);
        var task = await list.Follow(Links.ReportCase(report.Id));
        Assert.True(task.Says("Tiznit"));
        var paper = await head.Get(task.Find("main a[download]")!.GetAttribute("href")!);
        Assert.Equal("application/pdf", paper.Content.Headers.ContentType?.MediaType);
        var unproven = await task.SubmitForm("#correct", null, false);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unproven.Status);
        var done = await task.SubmitForm("#correct", null, false, ("Proof", nameof(ProofKind.BirthAct)), ("ProofReference", "120/2014"), ("ProofOn", "2014-03-01"));
        Assert.Equal(Links.Reports, done.Address);
        Assert.Equal("Tiznit", await Said(world));
        Assert.Equal(1, await app.Read(db => db.PupilCorrections.CountAsync(c => c.PupilId == world.Child.Id && c.ProofReference == "120/2014")));
        Assert.False((await pupil.Open(Links.Mine)).Says(inProgress));
        Assert.DoesNotContain(Links.ReportCase(report.Id), (await head.Open(Links.Reports)).All("main a").Select(a => a.GetAttribute("href")));
        var again = await head.Api.PostAsJsonAsync($"/api{Links.ReportCase(report.Id)}", new { version = "1", act = "refuse", why = "La pièce est illisible" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task A_refusal_says_why_and_one_box_is_reported_once_at_a_time()
    {
        var world = await World();
        var mother = await app.SignIn(world.Mother, "fr");
        Assert.Equal(HttpStatusCode.NoContent, await Report(mother, world, Place, "Tiznit"));
        Assert.Equal(HttpStatusCode.Conflict, await Report(mother, world, Place, "Taroudant"));
        Assert.Equal(HttpStatusCode.BadRequest, await Report(mother, world, nameof(PupilIdentity.BirthDate), "hier"));
        Assert.Equal(HttpStatusCode.BadRequest, await Report(mother, world, nameof(PupilIdentity.MotherAr), "فاطمة بنت علي"));
        Assert.Equal(HttpStatusCode.NotFound, await Report(mother, world, "Password", "x"));

        var report = await app.Read(db => db.DatumReports.Where(r => r.PupilId == world.Child.Id).Select(r => r.Id).SingleAsync());
        var head = await app.SignIn(world.School.Head, "fr");
        var refused = await (await head.Open(Links.ReportCase(report))).SubmitForm("#refuse", null, false, ("Why", "La pièce est illisible"));
        Assert.Equal(Links.Reports, refused.Address);
        Assert.True((await mother.Open(Links.MyChild(world.Child.Id))).Says("La pièce est illisible"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == world.Mother.AccountId && n.Template == "notices.datum-settled")));
        Assert.Equal("Agadir", await Said(world));
        Assert.Equal(HttpStatusCode.NoContent, await Report(mother, world, Place, "Tiznit"));
    }

    [Fact]
    public async Task Nobody_reports_for_a_stranger_or_decides_about_the_own_child()
    {
        var world = await World();
        var mother = await app.SignIn(world.Mother, "fr");
        Assert.Equal(HttpStatusCode.NoContent, await Report(mother, world, Place, "Tiznit"));
        var report = await app.Read(db => db.DatumReports.AsNoTracking().SingleAsync(r => r.PupilId == world.Child.Id));
        var other = await app.Given.Pupil(world.School);
        foreach (var person in new[] { await app.Given.Guardian(world.School, other), await app.Given.PupilAccount(world.School, other) })
        {
            var stranger = await app.SignIn(person);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.MyChild(world.Child.Id))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, await Report(stranger, world, Place, "Tiznit"));
        }

        var elsewhere = await app.SignIn((await app.Given.School()).Head);
        var paper = await app.Read(db => db.StoredFiles.Where(f => f.Id == report.FileId).Select(f => f.PublicId).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(Links.ReportCase(report.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(Links.ReportPaper(report.Id, paper))).StatusCode);

        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == world.School.Head.EmployeeId).Select(e => e.Cin).SingleAsync();
            await db.Guardians.Where(g => g.Id == world.Mother.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.Cin, cin));
        });
        var head = await app.SignIn(world.School.Head);
        var own = await head.Api.PostAsJsonAsync($"/api{Links.ReportCase(report.Id)}", new { version = $"{report.Version}", act = "correct", proof = "BirthAct", proofReference = "120/2014", proofOn = "2014-03-01" });
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Equal("Agadir", await Said(world));
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == world.Mother.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.State, GuardianshipState.Restricted)));
        Assert.Equal(HttpStatusCode.NotFound, (await mother.Get(Links.MyChild(world.Child.Id))).StatusCode);
    }

    private sealed record Family(GivenSchool School, GivenPupil Child, GivenPerson Mother);

    private async Task<Family> World()
    {
        var school = await app.Given.School();
        var child = await app.Given.Pupil(school);
        return new Family(school, child, await app.Given.Guardian(school, child));
    }

    private static async Task<HttpStatusCode> Report(Visitor visitor, Family world, string field, string wanted) =>
        (await visitor.Api.PostAsJsonAsync($"/api{Links.ReportFor(world.Child.Id)}", new { field, wanted, paper = Massar.Tests.Features.Registrations.Families.Pdf() })).StatusCode;

    private Task<string?> Said(Family world) => app.Read(db => db.Pupils.Where(p => p.Id == world.Child.Id).Select(p => p.BirthPlaceLatin).SingleAsync());
}
