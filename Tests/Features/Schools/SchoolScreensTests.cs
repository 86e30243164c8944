using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Reference;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Links = Massar.Features.Schools.Links;

namespace Massar.Tests.Features.Schools;

public sealed class SchoolScreensTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "المؤسسات التعليمية"), InlineData("fr", "Établissements scolaires"), InlineData("en", "Schools")]
    public async Task A_director_sees_the_schools_of_the_province_and_no_others(string language, string title)
    {
        var own = await app.Given.School("PRI");
        var second = await app.Given.School("COL", own);
        var foreign = await app.Given.School();
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, own.Directorate), language);

        var page = await director.Open(Links.All);

        Assert.Equal(title, page.Heading);
        Assert.Equal([own.GresaCode, second.GresaCode], page.All("tbody .num").Select(n => n.TextContent).Order(StringComparer.Ordinal).Intersect([own.GresaCode, second.GresaCode]));
        Assert.Equal(2, page.All("tbody tr").Count);
        Assert.DoesNotContain(foreign.GresaCode, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("schools.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_school_is_found_by_its_number_its_name_its_cycle_and_its_commune()
    {
        var own = await app.Given.School("PRI");
        var second = await app.Given.School("COL", own);
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, own.Directorate), "fr");

        Assert.Equal([own.GresaCode], await Codes(Links.List(own.GresaCode.ToLowerInvariant(), null, null)));
        Assert.Equal([second.GresaCode], await Codes(Links.List(second.Place.NameFr, null, null)));
        Assert.Equal([second.GresaCode], await Codes(Links.List(null, null, "COL")));
        Assert.Equal([second.GresaCode], await Codes(Links.List(null, second.Place.ParentId, null)));
        Assert.Empty(await Codes(Links.List("aucune école", null, null)));

        async Task<List<string>> Codes(string address) => [.. (await director.Open(address)).All("tbody .num").Select(n => n.TextContent)];
    }

    [Fact]
    public async Task A_school_of_another_province_does_not_exist()
    {
        var own = await app.Given.School();
        var foreign = await app.Given.School();
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, own.Directorate), "fr");

        Assert.Equal(HttpStatusCode.OK, (await director.Open(Links.School(own.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(Links.School(foreign.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Api.GetAsync("/api" + Links.School(foreign.Id))).StatusCode);
    }

    [Fact]
    public async Task Heads_and_visitors_do_not_see_the_register()
    {
        var school = await app.Given.School();

        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(school.Head)).Open(Links.All)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Visitor().Api.GetAsync("/api/schools")).StatusCode);
    }

    [Fact]
    public async Task A_schools_details_count_its_classes_and_staff()
    {
        var school = await app.Given.School();
        await app.Given.Class(school, pupils: 1);
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Directorate), "en");

        var details = await director.Api.GetFromJsonAsync<JsonElement>("/api" + Links.School(school.Id));
        var page = await director.Open(Links.School(school.Id));

        Assert.Equal(1, details.GetProperty("classes").GetInt32());
        Assert.Equal(1, details.GetProperty("staff").GetInt32());
        Assert.True(page.Says(school.Place.NameFr));
        Assert.True(page.Says(school.Directorate.NameFr));
    }

    [Theory, InlineData("ar", "الثانوي الإعدادي"), InlineData("fr", "Secondaire collégial"), InlineData("en", "Lower secondary"), InlineData("zgh", "Secondaire collégial")]
    public async Task Anybody_reads_a_schools_public_page(string language, string cycle)
    {
        var school = await app.Given.School("COL");
        await app.Write(async db =>
        {
            db.SchoolZones.Add(new SchoolZone { SchoolId = school.Id, CommuneId = school.Place.ParentId!.Value, NameAr = "حي التجربة", NameFr = "Hay Attajriba" });
            await db.SaveChangesAsync();
        });

        var page = await app.Visitor(language).Open(Links.Card(school.GresaCode.ToLowerInvariant()));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(language == "ar" ? school.Place.NameAr : school.Place.NameFr, page.Heading);
        Assert.True(page.Says(cycle));
        Assert.True(page.Says(language == "ar" ? "حي التجربة" : "Hay Attajriba"));
        Assert.DoesNotContain("schools.", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.All("script[src*=htmx]"));
    }

    [Fact]
    public async Task A_number_with_the_wrong_letter_is_not_found()
    {
        var school = await app.Given.School();
        var wrong = school.GresaCode[..5] + (school.GresaCode[5] == 'A' ? 'B' : 'A');

        Assert.Equal(HttpStatusCode.NotFound, (await app.Visitor().Open(Links.Card(wrong))).Status);
    }

    [Fact]
    public async Task Choosing_goes_from_academy_to_directorate_to_commune_to_school()
    {
        var school = await app.Given.School("PRI");
        var api = app.Visitor("fr").Api;

        var academies = await api.GetFromJsonAsync<JsonElement>("/api" + Links.Options("academy"));
        var directorates = await api.GetFromJsonAsync<JsonElement>("/api" + Links.Options("directorate", school.Academy.Id));
        var communes = await api.GetFromJsonAsync<JsonElement>("/api" + Links.Options("commune", school.Directorate.Id));
        var schools = await api.GetFromJsonAsync<JsonElement>("/api" + Links.Options("school", school.Place.ParentId));
        var colleges = await api.GetFromJsonAsync<JsonElement>($"/api{Links.Options("school", school.Place.ParentId)}&cycle=COL");

        Assert.True(academies.GetArrayLength() >= 12);
        Assert.Equal([school.Directorate.Id], Ids(directorates));
        Assert.Equal([school.Place.ParentId!.Value], Ids(communes));
        Assert.Equal([school.Id], Ids(schools));
        Assert.Empty(Ids(colleges));

        static IEnumerable<int> Ids(JsonElement list) => list.EnumerateArray().Select(o => o.GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task A_select_gets_its_options_as_a_fragment_after_the_one_above_changed()
    {
        var school = await app.Given.School();

        var page = await app.Visitor("fr").Open($"/schools/options?kind=commune&directorate={school.Directorate.Id}", htmx: true);
        var nothing = await app.Visitor("fr").Open("/schools/options?kind=commune&directorate=", htmx: true);

        Assert.StartsWith("<option", page.Body.TrimStart(), StringComparison.Ordinal);
        Assert.Contains($"value=\"{school.Place.ParentId}\"", page.Body, StringComparison.Ordinal);
        Assert.Equal(1, nothing.Body.Split("<option").Length - 1);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visitor("fr").Open("/schools/options?kind=street")).Status);
    }

    [Fact]
    public async Task The_ministry_sees_all_schools_with_the_academies_to_narrow_to()
    {
        var school = await app.Given.School();
        var root = await app.Read(db => db.Places.SingleAsync(p => p.Id == ReferenceFiles.MinistryId));
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, root), "fr");

        var page = await ministry.Open(Links.List(school.GresaCode, null, null));

        Assert.Single(page.All("tbody tr"));
        Assert.True(page.All("select[name=within] option").Count >= 13);
    }
}
