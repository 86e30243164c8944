using System.Net;
using System.Net.Http.Json;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Tests.Features.Exports;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Massar.Tests.Features.Accounts;

/// <summary>Abuse case 7: one password tried on many accounts from one network, and the school that stands behind one address.</summary>
public sealed class SprayTests
{
    private const string Password = "نخلة بحر قلم سحابة";

    private static readonly int Most = new SignInSettings().PerNetworkAccounts;

    [Theory, InlineData(1), InlineData(20)]
    public async Task One_password_on_two_hundred_accounts_is_checked_on_fifty_of_them_and_known_devices_are_let_in(int atOnce)
    {
        var alarms = new Alarms();
        await using var host = await MassarApp.StartOwn(web => web.ConfigureLogging(log => log.AddProvider(alarms)));
        var app = MassarApp.Over(host);
        var school = await app.Given.School();
        var people = await People(app, school, 200);
        var victim = await app.Given.PupilAccount(school, await app.Given.Pupil(school));
        await GivePasswords(app, [victim]);
        var phone = app.Visitor();
        Assert.Equal("/", (await phone.SignsIn(victim.Login, Password)).Address);

        var answers = await Try(app, people, "une phrase que personne n'a", atOnce);

        // Two a core are in the check when the last allowed one fails.
        Assert.InRange(answers.Count(s => s == HttpStatusCode.BadRequest), Most, Most + Environment.ProcessorCount * 2);
        Assert.All(answers.Where(s => s != HttpStatusCode.BadRequest), s => Assert.True(s is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, $"{s}"));
        Assert.Contains(alarms.Lines, l => l.Contains("one password on many accounts", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await From(app, phone.Cookies["massar-device"], victim));
        Assert.Equal(HttpStatusCode.TooManyRequests, await From(app, "a-device-that-somebody-made-up", victim));
        using var refused = await app.Visitor().Api.PostAsJsonAsync("/api/accounts/sign-in", new { login = people[199].Login, password = Password });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 900);

        // The wait grows with each further account, and ends.
        var waits = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            using var now = await app.Visitor().Api.PostAsJsonAsync("/api/accounts/sign-in", new { login = people[150 + i].Login, password = "une autre" });
            Assert.Equal(HttpStatusCode.TooManyRequests, now.StatusCode);
            waits.Add(now.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
            MassarApp.Clock.Pass(now.Headers.RetryAfter.Delta.Value + TimeSpan.FromSeconds(1));
            using var later = await app.Visitor().Api.PostAsJsonAsync("/api/accounts/sign-in", new { login = people[150 + i].Login, password = "une autre" });
            Assert.Equal(HttpStatusCode.BadRequest, later.StatusCode);
        }

        Assert.True(waits[3] > waits[0] * 3, string.Join(' ', waits));
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(16));
        using var allowed = await app.Visitor().Api.PostAsJsonAsync("/api/accounts/sign-in", new { login = people[198].Login, password = Password });
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task Three_hundred_pupils_behind_one_address_get_in_though_every_fifth_mistypes()
    {
        await using var host = await MassarApp.StartOwn();
        var app = MassarApp.Over(host);
        var people = await People(app, await app.Given.School(), 300);

        var wrong = 0;
        for (var i = 0; i < people.Count; i++)
        {
            if (i % 5 == 0)
                wrong += (await Try(app, [people[i]], "mal tapé", 1))[0] == HttpStatusCode.BadRequest ? 1 : 0;
            Assert.Equal(HttpStatusCode.OK, (await Try(app, [people[i]], Password, 1))[0]);
        }

        Assert.Equal(60, wrong);
        Assert.Equal(300, await app.Read(db => db.SignInSuccesses.CountAsync()));
    }

    [Fact]
    public async Task A_school_of_many_bears_more_who_give_up_than_a_house_of_few()
    {
        await using var host = await MassarApp.StartOwn();
        var app = MassarApp.Over(host);
        var people = await People(app, await app.Given.School(), 150);
        await Try(app, people[..50], Password, 4);

        var answers = await Try(app, people[50..], "mal tapé", 1);

        Assert.InRange(answers.Count(s => s == HttpStatusCode.BadRequest), Most + 10, Most + 12);
    }

    private static async Task<HttpStatusCode> From(MassarApp app, string device, GivenPerson person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/sign-in") { Content = JsonContent.Create(new { login = person.Login, password = Password }) };
        request.Headers.Add("Cookie", $"massar-device={device}");
        using var client = app.Client();
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<List<GivenPerson>> People(MassarApp app, GivenSchool school, int count)
    {
        var people = new List<GivenPerson>();
        for (var i = 0; i < count; i++)
            people.Add(await app.Given.Person(Roles.Pupil, school.Place));
        await GivePasswords(app, people);
        return people;
    }

    // One hash for all: what is tested is who may try.
    private static Task GivePasswords(MassarApp app, IReadOnlyList<GivenPerson> people)
    {
        var (hash, ids) = (new Argon2PasswordHasher().Hash(Password), people.Select(p => p.AccountId).ToList());
        return app.Write(db => db.Accounts.Where(a => ids.Contains(a.Id)).ExecuteUpdateAsync(s => s.SetProperty(a => a.PasswordHash, hash)));
    }

    private static async Task<List<HttpStatusCode>> Try(MassarApp app, IReadOnlyList<GivenPerson> people, string password, int atOnce)
    {
        var answers = new List<HttpStatusCode>();
        foreach (var some in people.Chunk(atOnce))
            answers.AddRange(await Task.WhenAll(some.Select(async person =>
            {
                using var answer = await app.Visitor().Api.PostAsJsonAsync("/api/accounts/sign-in", new { login = person.Login, password });
                return answer.StatusCode;
            })));
        return answers;
    }
}
