using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Massar.Tests.Features.Registrations;

/// <summary>How many codes are sent and how many wrong ones are taken: per telephone, per network, in the whole country.</summary>
public sealed class CodeLimitsTests(CodeLimitsTests.Program program) : IClassFixture<CodeLimitsTests.Program>
{
    private MassarApp app => program.App;
    private readonly Families families = new(program.App);

    [Fact]
    public async Task One_network_gets_ten_codes_a_day_for_a_telephone_and_another_network_gets_its_own()
    {
        var phone = Families.NewPhone();
        var (here, elsewhere) = (On("192.0.2.1"), On("192.0.2.2"));
        for (var hour = 0; hour < 2; hour++)
        {
            for (var i = 0; i < RegistrationAccess.PerPhoneAnHour; i++)
                Assert.Equal(HttpStatusCode.OK, (await Ask(here, phone)).StatusCode);
            Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(here, phone)).StatusCode);
            MassarApp.Clock.Pass(TimeSpan.FromMinutes(61));
        }

        var eleventh = await Ask(here, phone);
        var neighbour = await Ask(elsewhere, phone);
        MassarApp.Clock.Pass(TimeSpan.FromHours(23));
        var tomorrow = await Ask(here, phone);

        Assert.Equal(HttpStatusCode.TooManyRequests, eleventh.StatusCode);
        Assert.True(eleventh.Headers.RetryAfter!.Delta > TimeSpan.FromHours(20));
        Assert.Equal(HttpStatusCode.OK, neighbour.StatusCode);
        Assert.Equal(HttpStatusCode.OK, tomorrow.StatusCode);
    }

    [Fact]
    public async Task A_telephone_rings_forty_times_a_day_whoever_asks_from_wherever()
    {
        var phone = Families.NewPhone();
        for (var i = 0; i < RegistrationAccess.PerPhoneADayEverywhere; i++)
            Assert.Equal(HttpStatusCode.OK, (await Ask(On($"198.51.100.{i / 4}"), phone)).StatusCode);

        var more = await Ask(On("198.51.100.200"), phone);
        var other = await Ask(On("198.51.100.200"), Families.NewPhone());

        Assert.Equal(HttpStatusCode.TooManyRequests, more.StatusCode);
        Assert.Equal("registrations.too-many-codes", (await Problem(more)).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_network_gets_so_many_codes_an_hour_for_whatever_telephones_and_the_page_says_how_long_to_wait()
    {
        using var limit = program.Set(RegistrationAccess.PerNetworkSetting, "6");
        var crowded = On("203.0.113.9");
        for (var i = 0; i < 6; i++)
            Assert.Equal(HttpStatusCode.OK, (await Ask(crowded, Families.NewPhone())).StatusCode);

        var seventh = await Ask(crowded, Families.NewPhone());
        var neighbour = await Ask(On("203.0.113.10"), Families.NewPhone());
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(61));
        var later = await Ask(crowded, Families.NewPhone());

        Assert.Equal(HttpStatusCode.TooManyRequests, seventh.StatusCode);
        Assert.InRange(seventh.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (neighbour.StatusCode, later.StatusCode));
    }

    [Fact]
    public async Task The_country_s_budget_of_an_hour_ends_with_an_alarm_once_a_minute_and_begins_anew()
    {
        // A day of its own: the tests beside this one count in the same country.
        MassarApp.Clock.Pass(TimeSpan.FromDays(40));
        using var limit = program.Set(RegistrationAccess.InTheCountrySetting, "12");
        var sent = 0;
        var refused = new List<HttpResponseMessage>();
        for (var i = 0; i < 20; i++)
        {
            var reply = await Ask(On($"100.64.{i}.1"), Families.NewPhone());
            if (reply.IsSuccessStatusCode)
                sent++;
            else
                refused.Add(reply);
        }

        var during = Alarms();
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(2));
        await Ask(On("100.64.99.1"), Families.NewPhone());
        var afterwards = Alarms();
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(61));
        var anew = await Ask(On("100.64.99.1"), Families.NewPhone());

        Assert.Equal((12, 8), (sent, refused.Count));
        Assert.All(refused, r => Assert.Equal(HttpStatusCode.TooManyRequests, r.StatusCode));
        Assert.Equal((1, 2), (during, afterwards));
        Assert.Equal(HttpStatusCode.OK, anew.StatusCode);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_code_is_dead_and_a_new_one_opens()
    {
        var (visitor, phone) = (app.Visitor("fr"), Families.NewPhone());
        var form = await (await visitor.Open(Links.Start)).Submit(("Phone", phone));
        var code = await families.CodeOf(phone);
        var said = new List<string?>();
        for (var i = 0; i < RegistrationAccess.MaxTries - 1; i++)
            said.Add((await form.Submit(("Code", Wrong(code)))).ErrorOf("Code"));
        var fifth = await form.Submit(("Code", Wrong(code)));
        var dead = await form.Submit(("Code", code));

        var anew = await (await visitor.Open(Links.Start)).Submit(("Phone", phone));
        var opened = await anew.Submit(("Code", await families.CodeOf(phone)));

        Assert.Equal(["4", "3", "2", "1"], said.Select(s => s![^1..]));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (fifth.Status, dead.Status));
        Assert.Null(dead.Find("input[name=Code]"));
        Assert.NotNull(dead.Find($"main a[href='{Links.Start}']"));
        Assert.Equal(Links.Mine, opened.Address);
    }

    [Fact]
    public async Task Guesses_at_one_code_sent_at_once_are_counted_one_by_one()
    {
        var phone = Families.NewPhone();
        var client = On("192.0.2.77");
        var access = await Access(client, phone);
        var code = await families.CodeOf(phone);

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsJsonAsync(access, new { code = Wrong(code) })));

        Assert.Equal(RegistrationAccess.MaxTries - 1, replies.Count(r => r.StatusCode == HttpStatusCode.BadRequest));
        Assert.Equal(16, replies.Count(r => r.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsJsonAsync(access, new { code })).StatusCode);
    }

    [Fact]
    public async Task Twenty_wrong_codes_a_day_on_one_network_close_the_telephone_there_and_not_elsewhere()
    {
        var phone = Families.NewPhone();
        var (thief, owner) = (On("192.0.2.100"), On("192.0.2.101"));
        for (var i = 0; i < RegistrationAccess.WrongPerPhoneADay / RegistrationAccess.MaxTries; i++)
        {
            var access = await Access(thief, phone);
            for (var j = 0; j < RegistrationAccess.MaxTries; j++)
                await thief.PostAsJsonAsync(access, new { code = Wrong(await families.CodeOf(phone)) });
        }

        var fifth = await Access(thief, phone);
        var shut = await thief.PostAsJsonAsync(fifth, new { code = await families.CodeOf(phone) });
        var own = await Access(owner, phone);
        var opened = await owner.PostAsJsonAsync(own, new { code = await families.CodeOf(phone) });

        Assert.Equal(HttpStatusCode.TooManyRequests, shut.StatusCode);
        Assert.Equal("registrations.too-many-wrong-codes", (await Problem(shut)).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
    }

    [Fact]
    public async Task Five_hundred_wrong_codes_an_hour_close_a_network_for_whatever_telephones()
    {
        var thief = On("192.0.2.150");
        for (var i = 0; i < RegistrationAccess.WrongPerNetworkAnHour / RegistrationAccess.MaxTries; i++)
        {
            var phone = Families.NewPhone();
            var access = await Access(thief, phone);
            var wrong = Wrong(await families.CodeOf(phone));
            for (var j = 0; j < RegistrationAccess.MaxTries; j++)
                Assert.NotEqual(HttpStatusCode.TooManyRequests, (await thief.PostAsJsonAsync(access, new { code = wrong })).StatusCode);
        }

        var victim = Families.NewPhone();
        var one = await Access(thief, victim);
        var shut = await thief.PostAsJsonAsync(one, new { code = await families.CodeOf(victim) });
        var elsewhere = await On("192.0.2.151").PostAsJsonAsync(one, new { code = await families.CodeOf(victim) });

        Assert.Equal(HttpStatusCode.TooManyRequests, shut.StatusCode);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
    }

    private HttpClient On(string network)
    {
        var client = app.Visitor().Api;
        client.DefaultRequestHeaders.Add(Program.NetworkHeader, network);
        return client;
    }

    private static Task<HttpResponseMessage> Ask(HttpClient client, string phone) => client.PostAsJsonAsync("/api/registrations/access", new { phone });

    private static async Task<string> Access(HttpClient client, string phone) => $"/api/registrations/access/{(await Families.Read(await Ask(client, phone))).GetProperty("access").GetString()}";

    private static async Task<JsonElement> Problem(HttpResponseMessage reply) => JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;

    private static string Wrong(string code) => code == "000000" ? "000001" : "000000";

    private int Alarms() => program.Critical.Count(m => m.Contains("budget of 12 registration codes", StringComparison.Ordinal));

    /// <summary>A program of its own, whose callers say from which network they come and whose log is read.</summary>
    public sealed class Program : IAsyncLifetime
    {
        public const string NetworkHeader = "X-Test-Network";
        private readonly Log log = new();
        private MassarApp.Host? host;

        public MassarApp App { get; private set; } = null!;

        public IEnumerable<string> Critical => log.Critical;

        public async Task InitializeAsync()
        {
            host = await MassarApp.StartOwn(builder => builder.ConfigureTestServices(services =>
            {
                services.AddSingleton<IStartupFilter, Networks>();
                services.AddSingleton<ILoggerProvider>(log);
            }));
            App = MassarApp.Over(host);
        }

        public async Task DisposeAsync() => await host!.DisposeAsync();

        /// <summary>A setting for the time of one test.</summary>
        public IDisposable Set(string key, string value)
        {
            var configuration = App.Services.GetRequiredService<IConfiguration>();
            configuration[key] = value;
            return new Undo(() => configuration[key] = null);
        }

        private sealed class Undo(Action undo) : IDisposable
        {
            public void Dispose() => undo();
        }

        private sealed class Networks : IStartupFilter
        {
            public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
            {
                app.Use(async (http, rest) =>
                {
                    if (IPAddress.TryParse(http.Request.Headers[NetworkHeader], out var address))
                        http.Connection.RemoteIpAddress = address;
                    await rest(http);
                });
                next(app);
            };
        }

        private sealed class Log : ILoggerProvider, ILogger
        {
            public ConcurrentQueue<string> Critical { get; } = new();

            public ILogger CreateLogger(string categoryName) => this;

            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

            void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (logLevel == LogLevel.Critical)
                    Critical.Enqueue(formatter(state, exception));
            }

            public void Dispose()
            {
            }
        }
    }
}
