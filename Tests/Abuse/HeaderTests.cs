using System.Net;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;

namespace Massar.Tests.Abuse;

/// <summary>What every answer says about itself, pages, fragments, errors and JSON alike (G5, G18).</summary>
[Collection(HostileCollection.Name)]
public sealed class HeaderTests(HostileWorld world)
{
    [Fact]
    public async Task Every_answer_carries_the_protecting_headers_and_none_names_the_server()
    {
        var answers = new List<Met>(await world.WalkAll());
        answers.AddRange(await Accidents());

        Assert.True(answers.Count > 100);
        foreach (var met in answers)
        {
            Assert.True((int)met.Status < 500, met.ToString());
            Assert.True(Header(met, "X-Content-Type-Options") == "nosniff", $"{met}: nosniff");
            Assert.True(Header(met, "Referrer-Policy") == "same-origin", $"{met}: Referrer-Policy");
            Assert.True(Header(met, "Cross-Origin-Opener-Policy") == "same-origin", $"{met}: Cross-Origin-Opener-Policy");
            Assert.True(Header(met, "Cross-Origin-Resource-Policy") == "same-origin", $"{met}: Cross-Origin-Resource-Policy");
            Assert.True(Header(met, "X-Correlation-Id") is { Length: 32 }, $"{met}: X-Correlation-Id");
            Assert.True(Header(met, "Server") is null && Header(met, "X-Powered-By") is null, $"{met}: names its server");
            Assert.True(Header(met, BenchHeaders.Statements) is null && Header(met, "Server-Timing") is null, $"{met}: tells what it cost");
        }
    }

    [Fact]
    public async Task Every_page_fragment_and_error_carries_a_policy_without_unsafe_sources()
    {
        var pages = (await world.WalkAll()).Concat(await Accidents()).Concat(await Fragments()).Where(m => m.IsHtml).ToList();

        Assert.True(pages.Count > 60);
        foreach (var met in pages)
        {
            var policy = Header(met, "Content-Security-Policy");
            Assert.True(policy is not null, $"{met} has no policy");
            Assert.True(policy.Contains("default-src 'none'", StringComparison.Ordinal) && policy.Contains("script-src 'self';", StringComparison.Ordinal)
                && policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) && policy.Contains("base-uri 'none'", StringComparison.Ordinal)
                && policy.Contains("form-action 'self'", StringComparison.Ordinal), $"{met}: {policy}");
            Assert.False(policy.Contains("unsafe-", StringComparison.Ordinal) || policy.Contains('*', StringComparison.Ordinal) || policy.Contains("http:", StringComparison.Ordinal), $"{met}: {policy}");
        }
    }

    [Fact]
    public async Task No_answer_to_somebody_signed_in_may_be_kept_by_a_shared_cache()
    {
        var answers = (await world.WalkAll()).Where(m => m.Role.Length > 0).ToList();

        Assert.NotEmpty(answers);
        foreach (var met in answers)
        {
            var cache = met.Answer.Headers.CacheControl;
            Assert.True(cache is { Private: true } or { NoStore: true }, $"{met}: {cache}");
            Assert.True(cache is not { Public: true } && cache?.SharedMaxAge is null, $"{met}: {cache}");
        }
    }

    [Fact]
    public async Task Errors_tell_a_reference_and_nothing_of_the_inside()
    {
        foreach (var met in await Accidents())
        {
            Assert.True((int)met.Status is >= 400 and < 500, met.ToString());
            Assert.Null(Leak.In(met.Body));
            if (met.Address.StartsWith("/api/", StringComparison.Ordinal))
                Assert.True(met.Answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{met}: {met.Answer.Content.Headers.ContentType}");
        }
    }

    [Fact]
    public async Task Stylesheets_and_scripts_say_their_type_and_carry_nothing_that_only_pages_need()
    {
        var files = (await world.WalkAll()).Where(m => m.IsHtml)
            .SelectMany(m => System.Text.RegularExpressions.Regex.Matches(m.Body, "(?:src|href)=\"(/a/[^\"]+\\.(?:js|css))\"").Select(f => f.Groups[1].Value)).Distinct().ToList();

        Assert.True(files.Count >= 2);
        foreach (var file in files)
        {
            var met = new Met("", file, null, await world.App.Visitor().Get(file), "");
            Assert.Equal(HttpStatusCode.OK, met.Status);
            Assert.Equal("nosniff", Header(met, "X-Content-Type-Options"));
            Assert.Equal("same-origin", Header(met, "Cross-Origin-Resource-Policy"));
            Assert.Contains("immutable", Header(met, "Cache-Control"), StringComparison.Ordinal);
            Assert.True(Header(met, "Content-Security-Policy") is null && Header(met, "Permissions-Policy") is null && Header(met, "Server") is null, $"{file} carries headers of a page");
        }
    }

    private static string? Header(Met met, string name) =>
        met.Answer.Headers.TryGetValues(name, out var values) || met.Answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>One answer of each kind of refusal, as somebody signed in and as nobody.</summary>
    private async Task<IReadOnlyList<Met>> Accidents()
    {
        var met = new List<Met>();
        foreach (var role in (string[])["", "guardian", "head"])
        {
            var visitor = role.Length == 0 ? world.App.Visitor() : await world.App.SignIn(world.People.Single(p => p.Role == role));
            await Ask("GET", "/nowhere", null);
            await Ask("GET", "/api/nowhere", null);
            await Ask("DELETE", "/accounts/sign-in", null);
            await Ask("POST", "/accounts/sign-in", new StringContent("{", null, "application/json"));
            await Ask("POST", "/accounts/sign-in", new FormUrlEncodedContent([KeyValuePair.Create("Login", "x")]));
            await Ask("POST", "/api/accounts/sign-in", new StringContent("{", null, "application/json"));
            await Ask("POST", "/api/accounts/sign-in", new StringContent("{\"login\":1}", null, "application/json"));
            await Ask("POST", "/api/accounts/sign-in", new StringContent("x", null, "text/plain"));
            if (role.Length > 0)
                await Ask("GET", "/notices/to-call/999999999", null, mayBeForbidden: true);

            async Task Ask(string method, string address, HttpContent? content, bool mayBeForbidden = false)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = content };
                var answer = await visitor.Raw(request);
                Assert.True(mayBeForbidden || answer.StatusCode != HttpStatusCode.Forbidden, $"{role} {method} {address}");
                met.Add(new Met(role, address, null, answer, await answer.Content.ReadAsStringAsync()));
            }
        }

        return met;
    }

    private async Task<IReadOnlyList<Met>> Fragments()
    {
        var met = new List<Met>();
        foreach (var person in world.People)
        {
            var visitor = await world.App.SignIn(person);
            foreach (var page in (await world.Walk(person.Role)).Where(p => p.IsHtml).DistinctBy(p => p.Template).Take(12))
            {
                var fragment = await visitor.Open(page.Address, htmx: true, follow: false);
                met.Add(new Met(person.Role, page.Address, page.Template, fragment.Response, fragment.Body));
            }
        }

        return met;
    }
}

/// <summary>Signs of the inside in an answer: traces, types, paths, versions, SQL.</summary>
public static class Leak
{
    private static readonly System.Text.RegularExpressions.Regex Signs = new(
        @"\b(System|Microsoft|MySql|MySqlConnector|MediatR)\.[A-Z]\w+|\bMassar\.(Features|Infrastructure)\.|Exception\b:?|\bat [\w.<>]+\(|\.cs:line|\.razor\b|SQL syntax|MariaDB|MySQL|\bSELECT `|Kestrel|\.NET \d|/(home|root|usr|tmp|work|app)/\w",
        System.Text.RegularExpressions.RegexOptions.CultureInvariant);

    /// <summary>The first sign, or null.</summary>
    public static string? In(string body) => Signs.Match(body) is { Success: true } found ? body[Math.Max(0, found.Index - 60)..Math.Min(body.Length, found.Index + 120)] : null;
}
