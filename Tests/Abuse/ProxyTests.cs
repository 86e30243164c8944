using System.Net;
using System.Net.Http.Json;
using Massar.Features.Accounts.Domain;
using Massar.Tests.Features.Accounts;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Massar.Tests.Abuse;

/// <summary>Where a request comes from and whose share it spends cannot be invented by the sender (G14, G16).</summary>
public sealed class ProxyTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task Naming_another_address_each_time_opens_no_new_tries()
    {
        var (_, _, guardian) = await app.Family();
        var answers = new List<HttpStatusCode>();

        for (var i = 0; i < 8; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/sign-in")
            {
                Content = JsonContent.Create(new { login = guardian.Login, password = "wrong wrong wrong" }),
            };
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            answers.Add((await app.Visitor().Api.SendAsync(request)).StatusCode);
        }

        Assert.Equal(new SignInSettings().FreeTries, answers.Count(s => s == HttpStatusCode.BadRequest));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task Claiming_to_come_over_tls_makes_no_cookie_secure()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/accounts/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");

        var answer = await app.Visitor().Raw(request);

        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.NotEmpty(cookies);
        Assert.DoesNotContain(cookies, c => c.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, InlineData("10.20.0.7", true), InlineData("10.30.4.4", true), InlineData("10.20.0.8", false)]
    public async Task Only_the_proxies_of_the_settings_are_believed(string from, bool believed)
    {
        await using var host = await MassarApp.StartOwn(web => web.UseSetting("Massar:Proxies:0", "10.20.0.7").UseSetting("Massar:Proxies:1", "10.30.0.0/16"));

        var answer = await host.Server.SendAsync(http =>
        {
            http.Connection.RemoteIpAddress = IPAddress.Parse(from);
            http.Request.Method = "GET";
            http.Request.Path = "/accounts/sign-in";
            http.Request.Headers["X-Forwarded-Proto"] = "https";
            http.Request.Headers["X-Forwarded-For"] = "203.0.113.9";
        });

        Assert.Equal(believed ? "https" : "http", answer.Request.Scheme);
        Assert.Equal(believed ? "203.0.113.9" : from, answer.Connection.RemoteIpAddress?.ToString());
    }

    [Fact]
    public async Task An_invented_session_spends_the_share_of_its_address_and_a_real_one_its_own()
    {
        await using var host = await MassarApp.StartOwn(web => web
            .UseSetting("Massar:Limits:PerAddressPerTenSeconds", "20").UseSetting("Massar:Limits:PerSessionPerTenSeconds", "1000"));
        var own = MassarApp.Over(host);
        var pupil = await own.SignIn((await own.Given.School()).Head);
        Assert.Equal(HttpStatusCode.OK, (await pupil.Open("/accounts/me")).Status);

        var answers = new List<HttpStatusCode>();
        // Two windows' worth and more, so that a window that ends meanwhile changes nothing.
        for (var i = 0; i < 60; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/accessibility");
            answers.Add((await new Visitor(own, $"invented-session-number-{i:0000000}", "ar").Raw(request)).StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, (await pupil.Open("/accounts/me")).Status);
    }

    [Fact]
    public async Task A_name_that_is_not_among_the_allowed_hosts_is_refused_and_denied_access_leaves_a_line_with_its_reference()
    {
        var lines = new Lines();
        await using var host = await MassarApp.StartOwn(web => web
            .UseSetting("AllowedHosts", "localhost;school.example").UseSetting("Logging:LogLevel:Massar.Access", "Information")
            .ConfigureServices(services => services.AddSingleton<ILoggerProvider>(lines)));
        var own = MassarApp.Over(host);
        var (school, other) = (await own.Given.School(), await own.Given.School());
        var pupil = await own.Given.Pupil(other);
        var head = await own.SignIn(school.Head, steppedUp: true);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/accessibility");
        request.Headers.Host = "evil.example";
        var elsewhere = await own.Visitor().Raw(request);
        var unknown = await own.Visitor().Post("/accounts/sign-in", [("Login", "x"), ("Password", "y")]);

        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Contains(lines.Written, l => l.Contains(Reference(unknown.Response), StringComparison.Ordinal) && l.Contains("form token", StringComparison.Ordinal));
        var closed = await own.Visitor().Api.GetAsync("/api/accounts/me");
        Assert.Contains(lines.Written, l => l.Contains(Reference(closed), StringComparison.Ordinal) && l.Contains("gate", StringComparison.Ordinal));
        var guardian = await own.Given.Guardian(other, pupil);
        var scope = await head.Api.PostAsJsonAsync($"/api/accounts/desk/{guardian.AccountId}", new { resetsSecondFactor = false });
        Assert.Equal(HttpStatusCode.NotFound, scope.StatusCode);
        Assert.Contains(lines.Written, l => l.Contains(Reference(scope), StringComparison.Ordinal) && l.Contains("scope", StringComparison.Ordinal));
    }

    private static string Reference(HttpResponseMessage answer) => answer.Headers.GetValues("X-Correlation-Id").Single();

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => categoryName == Massar.Infrastructure.Security.SecuritySetup.AccessLog ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
