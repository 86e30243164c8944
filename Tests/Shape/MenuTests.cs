using System.Net;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;

namespace Massar.Tests.Shape;

/// <summary>The main menu of every role: six links at most, nothing lost.</summary>
public sealed class MenuTests(MassarApp app) : IClassFixture<MassarApp>
{
    public static TheoryData<string> EveryRole() => [.. Roles.All];

    [Theory, MemberData(nameof(EveryRole))]
    public async Task The_menu_has_six_links_at_most_and_leads_to_every_entry(string role)
    {
        var school = await app.Given.School();
        var visitor = await app.SignIn(await app.Given.Person(role, school.Place), "fr");
        var entries = AreaMapping.Menu.Where(e => Roles.PermissionsOf(role).Contains(e.Permission)).Select(e => e.Address).Distinct().ToList();

        var links = (await visitor.Open("/")).Document.QuerySelectorAll("nav.nav a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.InRange(links.Count, 1, 6);
        var reached = new List<string>(links);
        foreach (var group in links.Where(l => l.StartsWith("/menu/", StringComparison.Ordinal)))
        {
            var page = await visitor.Open(group);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal(group, page.Document.QuerySelector("nav.nav a[aria-current]")!.GetAttribute("href"));
            reached.AddRange(page.All("main a").Select(a => a.GetAttribute("href")!));
        }

        Assert.Empty(entries.Except(reached));
    }

    [Fact]
    public async Task A_page_behind_a_group_marks_the_group()
    {
        var visitor = await app.SignIn(await app.Given.Person(Roles.HrManager, (await app.Given.School()).Directorate));

        Assert.Equal(MainMenu.AddressOf(MainMenu.Own), (await visitor.Open("/notices")).Document.QuerySelector("nav.nav a[aria-current]")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open("/menu/unknown")).Status);
    }

    [Theory]
    [InlineData(Roles.HrManager, "/decisions", "/decisions/echelon")]
    [InlineData(Roles.Head, "/attendance/follow-ups", "/attendance/board")]
    [InlineData(Roles.Head, "/accounts/me", null)]
    [InlineData(Roles.AcademyMobility, "/payslips/imports", null)]
    public async Task A_page_without_an_entry_of_its_own_marks_the_first_of_its_area(string role, string address, string? marked)
    {
        var school = await app.Given.School();
        var visitor = await app.SignIn(await app.Given.Person(role, role switch { Roles.Head => school.Place, Roles.AcademyMobility => school.Academy, _ => school.Directorate }));

        var page = await visitor.Open(address);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(marked, page.Document.QuerySelector("nav.nav a[aria-current]")?.GetAttribute("href"));
    }

    [Fact]
    public async Task A_visitor_has_the_way_home()
    {
        var page = await app.Visitor().Open("/accounts/sign-in");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(["/"], page.Document.QuerySelectorAll("nav.nav a").Select(a => a.GetAttribute("href")));
    }
}
