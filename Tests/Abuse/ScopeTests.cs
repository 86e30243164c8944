using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Massar.Features.Exports.Domain;
using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Massar.Tests.Abuse;

/// <summary>
/// G4: no page of one person reaches another. Whatever the planted people can open by following links is asked for by
/// strangers of the same roles from a school of their own, and must look exactly like something that does not exist.
/// </summary>
[Collection(HostileCollection.Name)]
public sealed partial class ScopeTests(HostileWorld world, ITestOutputHelper output)
{
    /// <summary>Addresses that show the same to everybody who may call them: they are about rules, not about people.</summary>
    // Campaigns are everybody's; what is read under one is the reader's own. A published lesson is read by whoever learns or teaches.
    private static readonly string[] Common =
    [
        "/reference/", "/api/reference/", "/schools/", "/api/schools/", "/openapi", "/mobility/openings/", "/api/mobility/openings/", "/mobility/campaigns/", "/api/mobility/campaigns/",
        "/mobility/runs/{campaign:int}/posts", "/api/mobility/runs/{campaign:int}/posts", "/mobility/runs/{campaign:int}/effects", "/api/mobility/runs/{campaign:int}/effects",
        "/resources/lessons/", "/api/resources/lessons/", "/resources/files/", "/api/resources/files/",
    ];

    private const string Nothing = "987654321";

    [Fact]
    public async Task What_belongs_to_others_looks_exactly_like_what_does_not_exist()
    {
        // Before the strangers have a school: it would stand in the lists of the country.
        var owned = await Owned();
        var published = await Published();
        var strangers = await Strangers(steppedUp: true);
        var asked = 0;
        var wrong = new List<string>();
        foreach (var (template, address) in owned.Where(o => !published.Contains(o.Address)))
        {
            var nowhere = Nonexistent(template, address);
            if (nowhere is null)
                continue;
            foreach (var (role, stranger) in strangers.Where(s => HostileWorld.Opens(RouteOf(template), s.Role) && !IsOverAll(s.Role, template)))
            {
                var theirs = await Ask(stranger, address);
                var nobodys = await Ask(stranger, nowhere);
                asked++;
                if (theirs.StatusCode == HttpStatusCode.OK)
                    wrong.Add($"{role} reads {address}");
                else if (theirs.StatusCode != nobodys.StatusCode || Shape(theirs, address) != Shape(nobodys, nowhere))
                    wrong.Add($"{role} can tell {address} ({(int)theirs.StatusCode}, {Shape(theirs, address).Length}) from {nowhere} ({(int)nobodys.StatusCode}, {Shape(nobodys, nowhere).Length})");
            }
        }

        output.WriteLine($"{asked} pairs compared");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct().Take(40)));
        Assert.True(asked >= 5, $"Only {asked} pairs were compared.");
    }

    [Fact]
    public async Task Orders_about_what_belongs_to_others_are_refused_and_change_nothing()
    {
        var strangers = await Strangers(steppedUp: true);
        foreach (var (_, stranger) in strangers)
            await stranger.Open("/");
        // What the walks have read is counted in memory and written down every few seconds: not during the orders.
        await using (var scope = world.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ReadLedger>().WriteDown(null, CancellationToken.None);
        var before = await world.Checksums();
        var asked = 0;
        var wrong = new List<string>();
        foreach (var route in world.Routes.Where(r => r is { ChangesState: true, Anonymous: false } && r.Template.Contains('{', StringComparison.Ordinal) && !IsCommon(r.Template)))
        {
            foreach (var (role, stranger) in strangers.Where(s => HostileWorld.Opens(route, s.Role)))
            {
                // Planted keys count from 1: these exist, and none is the stranger's.
                foreach (var id in (string[])["1", "2", "7"])
                {
                    var isApi = route.Template.StartsWith("/api/", StringComparison.Ordinal);
                    using var request = new HttpRequestMessage(new HttpMethod(route.Method), Addresses.Fill(route.Template, id));
                    request.Content = isApi ? new StringContent("{}", null, "application/json") : new FormUrlEncodedContent([]);
                    if (!isApi)
                        request.Headers.Add(Massar.Infrastructure.Security.Antiforgery.Header, HostileWorld.TokenFor(stranger.Cookies["massar"]));
                    using var answer = isApi ? await stranger.Api.SendAsync(request) : await stranger.Raw(request);
                    asked++;
                    if ((int)answer.StatusCode is < 400 or >= 500)
                        wrong.Add($"{role} {route.Method} {request.RequestUri}: {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        var changed = HostileWorld.Changed(before, await world.Checksums());
        Assert.True(changed.Count == 0, $"changed: {string.Join(", ", changed)}\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.True(asked > 20, $"Only {asked} orders were given.");
    }

    /// <summary>The desk's pages of published lessons: whoever offers or judges lessons reads those of others, as in class.</summary>
    private async Task<HashSet<string>> Published()
    {
        await using var scope = world.App.Services.CreateAsyncScope();
        var ids = await scope.ServiceProvider.GetRequiredService<MassarDb>().LessonResources.Where(r => r.State == ResourceState.Published).Select(r => r.Id).ToListAsync();
        return [.. ids.SelectMany(id => (string[])[$"/resources/desk/{id}", $"/api/resources/desk/{id}"])];
    }

    /// <summary>What planted people could open, by pages and by the JSON face of the same address.</summary>
    private async Task<IReadOnlyList<(string Template, string Address)>> Owned()
    {
        var owned = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var person in world.People)
        {
            var visitor = await world.App.SignIn(person, steppedUp: true);
            foreach (var met in (await world.Walk(person.Role)).Where(m => m is { Status: HttpStatusCode.OK, Template: not null } && m.Template.Contains('{', StringComparison.Ordinal)))
            {
                if (IsCommon(met.Template!) || RouteOf(met.Template!).Anonymous)
                    continue;
                owned.TryAdd(met.Address, (met.Template!, met.Address));
                var api = "/api" + met.Address.Split('?')[0];
                if (world.TemplateOf("GET", api) is { } template && !owned.ContainsKey(api) && !RouteOf(template).Anonymous && (await visitor.Api.GetAsync(api)).StatusCode == HttpStatusCode.OK)
                    owned[api] = (template, api);
            }
        }

        var missed = world.Routes.Where(r => r is { Method: "GET", Anonymous: false } && r.Template.Contains('{', StringComparison.Ordinal) && !IsCommon(r.Template))
            .Select(r => r.Template).Except(owned.Values.Select(o => o.Item1)).ToList();
        output.WriteLine($"{owned.Count} addresses of {owned.Values.Select(o => o.Item1).Distinct().Count()} routes; not reached by links: {string.Join(", ", missed)}");
        return [.. owned.Values];
    }

    /// <summary>Somebody of every role at a school of their own, where nothing has happened yet.</summary>
    private async Task<IReadOnlyList<(string Role, Visitor Visitor)>> Strangers(bool steppedUp)
    {
        var school = await world.App.Given.School();
        var child = await world.App.Given.Pupil(school);
        var strangers = new List<(string, Visitor)>();
        foreach (var role in Massar.Infrastructure.Security.Roles.All)
        {
            var person = role switch
            {
                Massar.Infrastructure.Security.Roles.Pupil => await world.App.Given.PupilAccount(school, child),
                Massar.Infrastructure.Security.Roles.Guardian => await world.App.Given.Guardian(school, child),
                _ => await world.App.Given.Person(role, school.Place),
            };
            strangers.Add((role, await world.App.SignIn(person, language: "fr", steppedUp)));
        }

        return strangers;
    }

    private RouteEntry RouteOf(string template) => world.Routes.First(r => r.Template == template && r.Method == "GET");

    private static bool IsCommon(string template) => Common.Any(c => template.StartsWith(c, StringComparison.Ordinal));

    /// <summary>The ministry reads the register of every directorate.</summary>
    private static bool IsOverAll(string role, string template) => role == Massar.Infrastructure.Security.Roles.Ministry && (template.Contains("/registry/", StringComparison.Ordinal) || template.Contains("/licences/", StringComparison.Ordinal));

    /// <summary>The same address with keys nobody has; null when there is no key in it but words.</summary>
    private static string? Nonexistent(string template, string address)
    {
        var wanted = template.Trim('/').Split('/');
        var given = address.Split('?')[0].Trim('/').Split('/');
        var changed = false;
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!wanted[i].Contains('{', StringComparison.Ordinal) || changed)
                continue;
            if (Number().IsMatch(given[i]))
                (given[i], changed) = (Nothing, true);
            else if (Guid.TryParse(given[i], CultureInfo.InvariantCulture, out _))
                (given[i], changed) = (given[i].Contains('-', StringComparison.Ordinal) ? "0a0b0c0d-0000-4000-8000-00000000000f" : "0a0b0c0d00004000800000000000000f", true);
            else if (given[i].Any(char.IsAsciiDigit))
                (given[i], changed) = (Digit().Replace(given[i], "8"), true);
        }

        return changed ? "/" + string.Join('/', given) : null;
    }

    private static async Task<HttpResponseMessage> Ask(Visitor visitor, string address) =>
        address.StartsWith("/api/", StringComparison.Ordinal) ? await visitor.Api.GetAsync(address) : await visitor.Get(address.Split('?')[0]);

    /// <summary>An answer without what belongs to the request itself: its address, its reference, its tokens.</summary>
    private static string Shape(HttpResponseMessage answer, string address)
    {
        var body = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        body = body.Replace(address, "", StringComparison.Ordinal).Replace(Uri.EscapeDataString(address), "", StringComparison.Ordinal);
        body = Own().Replace(body, "");
        var headers = answer.Headers.Concat(answer.Content.Headers).Select(h => h.Key).Where(h => h is not ("Content-Length" or "Date" or "Set-Cookie")).Order(StringComparer.Ordinal);
        var location = answer.Headers.Location?.OriginalString.Replace(address, "", StringComparison.Ordinal).Replace(Uri.EscapeDataString(address), "", StringComparison.Ordinal);
        return $"{string.Join(',', headers)}\n{location}\n{body}";
    }

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Number();

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digit();

    [GeneratedRegex("[0-9a-f]{32}|<input type=\"hidden\"[^>]*>|href=\"[^\"]*lang=\\w+\"|<style>.*?</style>|<link rel=\"stylesheet\"[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Own();
}
