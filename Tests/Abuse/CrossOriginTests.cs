using System.Net;
using System.Text;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;

namespace Massar.Tests.Abuse;

/// <summary>G17: no other site, mail or frame can act for a person.</summary>
[Collection(HostileCollection.Name)]
public sealed class CrossOriginTests(HostileWorld world)
{
    [Fact]
    public async Task Reading_every_page_as_everybody_changes_nothing()
    {
        // Signing in writes sessions, so everybody is signed in and looks at the first page before the count.
        var visitors = new Dictionary<string, Visitor>();
        foreach (var person in world.People)
            await (visitors[person.Role] = await world.App.SignIn(person)).Open("/");
        var met = await world.WalkAll();
        var before = await world.Checksums();

        var read = 0;
        foreach (var (role, visitor) in visitors)
        {
            foreach (var address in met.Where(m => m.Role == role).Select(m => m.Address))
            {
                using var get = new HttpRequestMessage(HttpMethod.Get, address);
                get.Headers.Add("Sec-Fetch-Site", "cross-site");
                await visitor.Raw(get);
                using var head = new HttpRequestMessage(HttpMethod.Head, address);
                await visitor.Raw(head);
                read += 2;
            }
        }

        Assert.True(read > 200);
        Assert.Empty(HostileWorld.Changed(before, await world.Checksums()));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_form_another_site_sends_is_refused_even_with_a_token(string header, string value)
    {
        var asked = 0;
        var (sessions, before) = await Ready();
        foreach (var (route, role) in Pairs(r => r.ChangesState))
        {
            var answer = await Send(route, sessions[role], header, value, withToken: true);

            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{role} {route.Method} {route.Template}: {(int)answer.StatusCode}");
            asked++;
        }

        Assert.True(asked > 20);
        Assert.Empty(HostileWorld.Changed(before, await world.Checksums()));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        var asked = 0;
        var (sessions, before) = await Ready();
        foreach (var (route, role) in Pairs(r => r.ChangesState))
        {
            // A browser that sends neither header: only the token is left to stop it.
            var answer = await Send(route, sessions[role], "Accept-Language", "ar", withToken: false);

            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{role} {route.Method} {route.Template}: {(int)answer.StatusCode}");
            asked++;
        }

        Assert.True(asked > 20);
        Assert.Empty(HostileWorld.Changed(before, await world.Checksums()));
    }

    [Fact]
    public async Task Nobody_can_be_signed_in_or_out_by_another_site()
    {
        foreach (var address in (string[])["/accounts/sign-in", "/accounts/recover"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([KeyValuePair.Create("Login", "evil"), KeyValuePair.Create("Password", "evil")]) };
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Headers.Add("Origin", "https://evil.example");
            var answer = await world.App.Visitor().Raw(request);

            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{address}: {(int)answer.StatusCode}");
            Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.StartsWith("massar=", StringComparison.Ordinal)));
        }
    }

    /// <summary>Each unsafe route with two of the roles that may call it.</summary>
    private IEnumerable<(RouteEntry Route, string Role)> Pairs(Func<RouteEntry, bool> which) =>
        from route in world.Routes.Where(which).Where(r => !r.Anonymous)
        from role in world.People.Select(p => p.Role).Where(r => HostileWorld.Opens(route, r)).Take(2)
        select (route, role);

    private async Task<(Dictionary<string, string> Sessions, IReadOnlyDictionary<string, string> Before)> Ready()
    {
        var sessions = new Dictionary<string, string>();
        foreach (var person in world.People)
            sessions[person.Role] = (await world.App.SignIn(person, steppedUp: true)).Cookies["massar"];
        return (sessions, await world.Checksums());
    }

    private async Task<HttpResponseMessage> Send(RouteEntry route, string session, string header, string value, bool withToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), Addresses.Fill(route.Template));
        var isApi = route.Template.StartsWith("/api/", StringComparison.Ordinal);
        request.Headers.Add("Cookie", $"massar={session}; lang=ar");
        request.Headers.Add(header, value);
        if (withToken)
            request.Headers.Add(Antiforgery.Header, HostileWorld.TokenFor(session));
        // What a form of another site can send without asking first: text, or fields.
        request.Content = isApi ? new StringContent("{}", Encoding.UTF8, "application/json") : new FormUrlEncodedContent([KeyValuePair.Create("Any", "1")]);
        using var client = world.App.Client();
        return await client.SendAsync(request);
    }
}
