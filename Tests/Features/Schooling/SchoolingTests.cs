using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schooling;
using Massar.Features.Schooling.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Features.ReportCards;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Schooling;

/// <summary>WAL-7: the history of the child's schooling, to be taken along, and the sealed record that the family owns.</summary>
public sealed class SchoolingTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "ينتقل(تنتقل)"), InlineData("fr", "Passe")]
    public async Task The_family_reads_every_year_and_nothing_before_its_hour(string language, string decision)
    {
        var (made, child, former) = await World();
        await app.Publish(made, 2, DateTime.UtcNow.AddDays(2));
        await app.Write(db => db.PublishedResults.Where(r => r.PupilId == child.Id && r.Semester == 2).ExecuteUpdateAsync(u => u.SetProperty(r => r.Average, 19.75m)));
        var mother = await app.SignIn(await app.Given.Guardian(made.School, child), language);

        var page = await mother.Open(Links.Mine);
        Assert.True(page.Says(child.MassarCode));
        Assert.Equal(2, page.All("main tbody tr").Count);
        Assert.Contains(language == "ar" ? former.Place.NameAr : former.Place.NameFr, page.All("main tbody tr")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("11,00/20", page.All("main tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("–", page.All("main tbody tr")[0].QuerySelectorAll("td")[3].TextContent.Trim());
        foreach (var hidden in (string[])["19,75", "19.75", decision])
        {
            Assert.False(page.Says(hidden), hidden);
            Assert.DoesNotContain(hidden, await (await mother.Get($"/api{Links.Of(child.Id)}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await app.Write(db => db.PublishedResults.Where(r => r.PupilId == child.Id && r.Semester == 2).ExecuteUpdateAsync(u => u.SetProperty(r => r.PublishAt, DateTime.UtcNow.AddMinutes(-1)).SetProperty(r => r.Average, 13m)));
        Assert.Contains("12,00/20", (await mother.Open(Links.Of(child.Id))).All("main tbody tr")[0].TextContent, StringComparison.Ordinal);
        await app.Sign(made, 2);
        Assert.False((await mother.Open(Links.Of(child.Id))).Says(decision));
        await app.Write(db => db.Councils.Where(c => c.ClassId == made.Id && c.Semester == 2).ExecuteUpdateAsync(u => u.SetProperty(c => c.CardsOpenFrom, DateTime.UtcNow.AddMinutes(-1))));
        Assert.True((await mother.Open(Links.Of(child.Id))).Says(decision));

        // A subject that is taught and not out yet: no average of the others stands for the semester or the year.
        await app.Given.Teacher(made);
        Assert.Contains("12,00/20", (await mother.Open(Links.Of(child.Id))).All("main tbody tr")[0].TextContent, StringComparison.Ordinal);
        await app.Write(db => db.PublishedResults.Where(r => r.PupilId == child.Id && r.Semester == 2 && r.SubjectCode == "MATH").ExecuteUpdateAsync(u => u.SetProperty(r => r.PublishAt, DateTime.UtcNow.AddDays(1))));
        var row = (await mother.Open(Links.Of(child.Id))).All("main tbody tr")[0].TextContent;
        Assert.Contains("11,00/20", row, StringComparison.Ordinal);
        Assert.DoesNotContain("13,00", row, StringComparison.Ordinal);
        Assert.DoesNotContain("12,00", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sealed_record_has_a_number_of_the_register_and_a_code_and_asked_again_it_is_the_same_paper_until_it_would_say_more()
    {
        var (made, child, former) = await World();
        var mother = await app.SignIn(await app.Given.Guardian(made.School, child), "fr");

        var first = await (await mother.Open(Links.Mine)).Submit();
        Assert.Equal("application/pdf", first.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(first.Address, (await (await mother.Open(Links.Mine)).Submit()).Address);
        var paper = await app.Read(db => db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.PupilId == child.Id && d.Kind == IssuedDocument.SchoolingRecordKind));
        Assert.Equal((made.School.Id, 1, DocumentState.Valid), (paper.PlaceId, paper.Number, paper.State));
        var file = await app.Read(db => db.DocumentContents.Where(c => c.DocumentId == paper.Id).Select(c => c.Bytes).SingleAsync());
        var text = PdfText.Of(file);
        foreach (var phrase in (string[])["السجل الدراسي", "Relevé de scolarité", child.MassarCode, made.School.Place.NameAr, former.Place.NameFr, "11,00"])
            Assert.Contains(PdfText.Fold(phrase), text, StringComparison.Ordinal);
        Assert.Equal(1, PdfText.Pages(file));
        Assert.Contains("Signature is Valid", PdfText.Signature(file), StringComparison.Ordinal);
        Assert.EndsWith(paper.Code, PdfText.Code(file), StringComparison.OrdinalIgnoreCase);

        // Whoever holds it reads the years, and no name; that the pupil left the school later takes nothing from it.
        await app.Write(db => db.Enrollments.Where(e => e.Id == child.EnrollmentId).ExecuteUpdateAsync(u => u.SetProperty(e => e.LeftOn, MoroccanDay.Today(MassarApp.Clock).AddDays(-1)).SetProperty(e => e.State, EnrollmentState.Left)));
        var verified = await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(paper.Code));
        Assert.Contains("11,00", verified.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(child.FullNameAr, verified.Text, StringComparison.Ordinal);
        Assert.True(verified.Says("Valable") || verified.Says("valide"), verified.Text);

        await app.Publish(made, 2);
        var second = await mother.Api.PostAsync($"/api{Links.Record(child.Id)}", null);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(paper.Id, (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("document").GetInt64());
        Assert.Equal(DocumentState.Superseded, await app.Read(db => db.IssuedDocuments.Where(d => d.Id == paper.Id).Select(d => d.State).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await mother.Get(first.Address)).StatusCode);
    }

    [Fact]
    public async Task The_years_leave_as_a_file_and_the_taking_is_written_down()
    {
        var (made, child, former) = await World();
        var person = await app.Given.Guardian(made.School, child);
        var mother = await app.SignIn(person, "fr");
        var page = await mother.Open(Links.Mine);
        Assert.NotNull(page.Find($"a[href='{Links.File(child.Id, "csv")}']"));

        var csv = await (await mother.Get(Links.File(child.Id, "csv"))).Content.ReadAsStringAsync();
        Assert.Contains(former.Place.NameFr, csv, StringComparison.Ordinal);
        Assert.Contains("11,00", csv, StringComparison.Ordinal);
        Assert.StartsWith("application/vnd.openxml", (await mother.Get(Links.File(child.Id, "xlsx"))).Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        Assert.Equal(2, await app.Read(db => db.AuditEntries.CountAsync(e => e.AccountId == person.AccountId && e.Action == "Exports.Take")));
        Assert.Equal("schooling", ExportKinds.Schooling);
    }

    [Fact]
    public async Task The_years_of_a_merged_file_are_read_with_the_one_that_stayed()
    {
        var (made, child, _) = await World();
        var elsewhere = await app.Given.School();
        var old = await app.Given.Pupil(elsewhere, "6EP");
        await app.Write(async db =>
        {
            await db.Enrollments.Where(e => e.Id == old.EnrollmentId).ExecuteUpdateAsync(u => u.SetProperty(e => e.State, EnrollmentState.Left));
            var merge = new PupilMerge
            {
                KeptId = child.Id,
                OtherId = old.Id,
                PlaceId = made.School.Id,
                OtherPlaceId = elsewhere.Id,
                OfficeId = null,
                Proof = ProofKind.BirthAct,
                ProofReference = "1/2014",
                ProofOn = new DateOnly(2020, 1, 1),
                Reason = "تلميذ واحد سجل مرتين",
                ProposedByAccountId = made.School.Head.AccountId,
                ProposedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
            }.Begin();
            merge.Do([], made.School.Head.AccountId, MassarApp.Clock.GetUtcNow().UtcDateTime, null);
            db.PupilMerges.Add(merge);
            await db.SaveChangesAsync();
        });

        var page = await (await app.SignIn(await app.Given.Guardian(made.School, child), "fr")).Open(Links.Mine);
        Assert.Equal(3, page.All("main tbody tr").Count);
        Assert.True(page.Says(elsewhere.Place.NameFr));
        Assert.Equal(3, (await (await app.SignIn(made.School.Head, "fr")).Open(Links.Of(old.Id))).All("main tbody tr").Count);
    }

    [Fact]
    public async Task The_head_and_a_pupil_of_age_read_them_and_nobody_else()
    {
        var (made, child, former) = await World();
        var minor = await app.Given.PupilAccount(made.School, child);
        var head = await app.SignIn(made.School.Head, "fr");
        Assert.Equal(Links.Of(child.Id), (await (await head.Open(Massar.Features.Pupils.Links.File(child.Id))).Follow(Links.Of(child.Id))).Address);
        Assert.Equal(HttpStatusCode.OK, (await head.Api.PostAsync($"/api{Links.Record(child.Id)}", null)).StatusCode);

        foreach (var person in new[] { former.Head, minor, await app.Given.Guardian(made.School, made.Pupils[0]) })
        {
            var stranger = await app.SignIn(person, "fr");
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.Of(child.Id))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.File(child.Id, "csv"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsync($"/api{Links.Record(child.Id)}", null)).StatusCode);
        }

        // Who reads marks and no more reads no schools.
        var father = await app.Given.Guardian(made.School, child);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == father.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.State, GuardianshipState.Restricted)));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(father)).Get(Links.Of(child.Id))).StatusCode);
        Assert.True((await (await app.SignIn(minor, "fr")).Open(Links.Mine)).Says("jusqu’à votre majorité"));
        await app.Write(db => db.Pupils.Where(p => p.Id == child.Id).ExecuteUpdateAsync(u => u.SetProperty(p => p.BirthDate, MoroccanDay.Today(MassarApp.Clock).AddYears(-18))));
        Assert.Equal(2, (await (await app.SignIn(minor, "fr")).Open(Links.Mine)).All("main tbody tr").Count);
    }

    /// <summary>A class with a published first semester, and a pupil who was at another school the year before.</summary>
    private async Task<(GivenClass Made, GivenPupil Child, GivenSchool Former)> World()
    {
        var made = await app.MarkedClass(2);
        var (child, former) = (made.Pupils[1], await app.Given.School());
        await app.Write(async db =>
        {
            db.Enrollments.Add(new Enrollment
            {
                PupilId = child.Id,
                SchoolYearId = made.Class.SchoolYearId - 1,
                SchoolId = former.Id,
                LevelCode = "6EP",
                State = EnrollmentState.Left,
                Kind = EnrollmentKind.New,
                EnteredOn = new DateOnly(made.Class.SchoolYearId - 1, 9, 5),
                LeftOn = new DateOnly(made.Class.SchoolYearId, 7, 2),
            });
            await db.SaveChangesAsync();
        });
        return (made, child, former);
    }
}
