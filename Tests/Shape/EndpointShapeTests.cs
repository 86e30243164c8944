using System.Net;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Shape;

public sealed class EndpointShapeTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>Everything open to people who are not signed in; a new line here is a decision.</summary>
    private static readonly string[] OpenToAll =
    [
        "/", "/accessibility", "/personal-data", "/offline", "/installed/{language}.webmanifest", "/installed/icon-{size:int}.png", "/health/live", "/health/ready", "/api", "/openapi", "/openapi/{documentName}.json",
        "/notices/caught", "/api/pay-exchange/answers", "/api/pay-exchange/simulator/messages",
    ];

    /// <summary>Areas whose public doors are listed by prefix: signing in, registering a child, verifying a paper, schools' public pages, calendars at a private address, following a case by its number, whether a private school is licensed.</summary>
    private static readonly string[] OpenPrefixes = ["/accounts/", "/api/accounts/", "/registrations", "/api/registrations", "/verify", "/api/documents/verify", "/documents/verify", "/schools/", "/api/schools/", "/files/", "/timetables/feeds/", "/track", "/api/decisions/track", "/licences/check", "/api/licences/check"];

    private IReadOnlyList<RouteEntry> Routes => RouteList.Of(app.Services.GetServices<EndpointDataSource>());

    [Fact]
    public void Every_route_says_who_may_come_in()
    {
        Assert.True(Routes.Count > 20);
        Assert.DoesNotContain(Routes, r => !r.HasGate);
    }

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task The_page_of_the_API_names_every_area_in_the_reader_s_language(string language)
    {
        var page = await app.Visitor(language).Open("/openapi");

        var titles = page.All("main h2").Select(h => (Title: h.FirstChild!.TextContent.Trim(), Address: h.QuerySelector(".num")!.TextContent)).ToList();
        Assert.True(titles.Count > 10);
        Assert.All(titles, t => Assert.DoesNotContain(t.Title, t.Address, StringComparison.Ordinal));
        if (language == "ar")
            Assert.All(titles, t => Assert.Matches(@"^\p{IsArabic}", t.Title));
    }

    [Fact]
    public void What_is_open_to_all_is_on_the_list()
    {
        var open = Routes.Where(r => r.Anonymous).Select(r => r.Template).Distinct().ToList();

        Assert.NotEmpty(open);
        Assert.All(open, template => Assert.True(OpenToAll.Contains(template) || OpenPrefixes.Any(p => template.StartsWith(p, StringComparison.Ordinal)), $"{template} is open to all and not on the list."));
    }

    [Fact]
    public void Every_permission_of_a_route_is_held_by_some_role_and_every_held_one_opens_something()
    {
        var asked = Routes.SelectMany(r => r.Permissions).ToHashSet();
        var held = Roles.All.SelectMany(Roles.PermissionsOf).ToHashSet();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(held));
    }

    [Fact]
    public async Task No_role_gets_further_than_its_permissions()
    {
        var school = await app.Given.School();
        var refused = 0;
        foreach (var role in Roles.All)
        {
            var visitor = await app.SignIn(await app.Given.Person(role, school.Place));
            var permissions = Roles.PermissionsOf(role);
            foreach (var route in Routes.Where(r => !r.Anonymous && r.Permissions.Count > 0 && r.Method is "GET" or "POST" or "PUT"))
            {
                if (route.Anonymous || route.Permissions.Count == 0 || route.Permissions.Any(permissions.Contains))
                    continue;
                using var request = new HttpRequestMessage(new HttpMethod(route.Method), Fill(route.Template));
                var isApi = route.Template.StartsWith("/api/", StringComparison.Ordinal);
                if (route.Method != "GET")
                    request.Content = isApi ? new StringContent("{}", null, "application/json") : new FormUrlEncodedContent([]);
                var answer = isApi ? await visitor.Api.SendAsync(request) : await visitor.Raw(request);

                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{role} {route.Method} {route.Template}: {(int)answer.StatusCode}");
                refused++;
            }
        }

        Assert.True(refused > 50);
    }

    [Fact]
    public async Task Nobody_gets_in_without_signing_in()
    {
        var visitor = app.Visitor();
        var closed = Routes.Where(r => r is { Anonymous: false }).ToList();
        Assert.NotEmpty(closed);
        foreach (var route in closed)
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), Fill(route.Template));
            if (route.ChangesState)
                request.Content = route.Template.StartsWith("/api/", StringComparison.Ordinal) ? new StringContent("{}", null, "application/json") : new FormUrlEncodedContent([]);
            var answer = await visitor.Raw(request);

            Assert.True(
                answer.StatusCode is HttpStatusCode.Unauthorized
                || (answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location!.OriginalString.StartsWith("/accounts/sign-in", StringComparison.Ordinal)),
                $"{route.Method} {route.Template}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_page_that_changes_something_wants_the_token_of_its_form()
    {
        var school = await app.Given.School();
        var asked = 0;
        foreach (var role in Roles.All)
        {
            var visitor = await app.SignIn(await app.Given.Person(role, school.Place));
            var permissions = Roles.PermissionsOf(role);
            foreach (var route in Routes.Where(r => r is { ChangesState: true, Anonymous: false } && !r.Template.StartsWith("/api/", StringComparison.Ordinal)))
            {
                if (route.Permissions.Count > 0 && !route.Permissions.Any(permissions.Contains))
                    continue;
                var page = await visitor.Post(Fill(route.Template), [("Anything", "1")], follow: false);

                Assert.True(page.Status == HttpStatusCode.BadRequest, $"{role} {route.Method} {route.Template}: {(int)page.Status}");
                asked++;
            }
        }

        Assert.True(asked > 10);
    }

    private static string Fill(string template)
    {
        // A value that passes the constraint of each parameter, so that the gate is what answers.
        var filled = System.Text.RegularExpressions.Regex.Replace(template, @"\{\*{0,2}([^}:?=]+)((?::[^}]*)?)\??\}", m =>
            m.Groups[2].Value.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString()
            : System.Text.RegularExpressions.Regex.Match(m.Groups[2].Value, @"(?:range|min)\((\d+)") is { Success: true } least ? least.Groups[1].Value
            : System.Text.RegularExpressions.Regex.Match(m.Groups[2].Value, @"regex\(\^\(([^|)]+)") is { Success: true } first ? first.Groups[1].Value
            : "1");
        return filled;
    }
}
