using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Accounts;

/// <summary>At most a hundred guesses a day at one account, however they are spread, and never a locked door.</summary>
public sealed class GuessesTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task An_account_bears_at_most_a_hundred_guesses_in_any_day_from_however_many_networks_and_no_wait_lasts_an_hour()
    {
        var account = await Account();
        var known = await KnownDevice(account);
        var accepted = new List<DateTime>();

        for (var i = 0; i < 300; i++)
        {
            MassarApp.Clock.Pass(TimeSpan.FromMinutes(8));
            foreach (var guess in (Outcome<long>[])[await Enter(account, "", $"10.0.{i}.1", null), await Enter(account, "", "10.9.9.9", known)])
            {
                if (!guess.IsRefused)
                    accepted.Add(MassarApp.Clock.GetUtcNow().UtcDateTime);
                else
                    Assert.InRange(guess.Refusal!.RetryAfter!.Value.TotalMinutes, 0, 60);
            }
        }

        Assert.All(accepted, last => Assert.InRange(accepted.Count(at => at <= last && at > last.AddHours(-24)), 1, 100));
        Assert.InRange(accepted.Count, 100, 200);
    }

    [Fact]
    public async Task Nobody_shuts_an_account_out_with_devices_known_to_another_one()
    {
        var (victim, attacker) = (await Account(), await Account());
        var own = await KnownDevice(victim);
        var accepted = 0;

        // Two hours at full speed from one network, with a fresh device of the attacker's own account each time.
        for (var i = 0; i < 240; i++)
        {
            accepted += await Guess(victim, "10.11.1.1", await KnownDevice(attacker)) ? 1 : 0;
            MassarApp.Clock.Pass(TimeSpan.FromSeconds(30));
        }

        Assert.InRange(accepted, 10, 20);
        Assert.True(await Guess(victim, "10.11.2.2"));
        Assert.True(await Guess(victim, "10.11.1.1", own));
    }

    [Fact]
    public async Task Known_devices_and_printed_codes_pass_when_strangers_have_used_up_theirs()
    {
        var account = await Account();
        var (own, shared) = (await KnownDevice(account), await KnownDevice(account));
        for (var i = 0; i < 60; i++)
        {
            await Guess(account, $"10.12.{i}.1");
            await Enter(account, "", $"10.12.{i}.1", null, GuessKind.PrintedCode);
            await Guess(account, "10.12.99.99", shared);
            MassarApp.Clock.Pass(TimeSpan.FromSeconds(10));
        }

        Assert.NotNull(await Refused(account, "10.12.200.1"));
        Assert.True(await Guess(account, "10.12.200.1", own));
        Assert.False((await Enter(account, "", "10.12.200.1", null, GuessKind.PrintedCode)).IsRefused);
    }

    [Fact]
    public async Task A_network_with_a_flood_of_wrong_guesses_is_slowed_and_not_shut_out()
    {
        var network = "10.13.1.1";
        var settings = new SignInSettings { PerNetworkAnHour = 10, CrowdedPauseMilliseconds = 300 };
        for (var i = 0; i < 12; i++)
            Assert.False((await Enter(null, "random." + Given.Next(), network, null)).IsRefused);
        var account = await Account();

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var first = await Crowded();
        var second = await Crowded();

        Assert.False(first.IsRefused);
        Assert.True(watch.ElapsedMilliseconds >= 300);
        Assert.InRange(second.Refusal!.RetryAfter!.Value.TotalSeconds, 0, 5);

        Task<Outcome<long>> Crowded() => app.Within(services =>
            new Guesses(services.GetRequiredService<Massar.Infrastructure.Data.MassarDb>(), Microsoft.Extensions.Options.Options.Create(settings), services.GetRequiredService<SprayAlarm>(), MassarApp.Clock)
                .Enter(GuessKind.Password, account, "", new Visit(network, null, null), default));
    }

    [Fact]
    public async Task Guesses_sent_at_once_are_counted_one_by_one()
    {
        var account = await Account();

        var accepted = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Guess(account, "10.1.1.1")));

        Assert.InRange(accepted.Count(yes => yes), 0, new SignInSettings().FreeTries);
    }

    [Fact]
    public async Task The_wait_doubles_with_each_wrong_guess_and_ends_at_a_quarter_of_an_hour()
    {
        var account = await Account();
        var waits = new List<double>();
        for (var i = 0; i < 18; i++)
        {
            while (await Refused(account, "10.2.2.2") is { } wait)
            {
                waits.Add(Math.Round(wait.TotalSeconds));
                MassarApp.Clock.Pass(wait + TimeSpan.FromMilliseconds(10));
            }
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 900, 900], waits.Take(10));
        Assert.All(waits, wait => Assert.InRange(wait, 1, 900));
    }

    [Fact]
    public async Task Asking_while_one_must_wait_does_not_make_the_wait_longer()
    {
        var account = await Account();
        for (var i = 0; i < 5; i++)
            await Guess(account, "10.3.3.3");

        for (var i = 0; i < 10; i++)
            Assert.InRange((await Refused(account, "10.3.3.3"))!.Value.TotalSeconds, 0, 5);

        MassarApp.Clock.Pass(TimeSpan.FromSeconds(6));
        Assert.Null(await Refused(account, "10.3.3.3"));
    }

    [Fact]
    public async Task A_device_cookie_made_up_by_the_guesser_opens_no_count_of_its_own()
    {
        var account = await Account();
        var accepted = 0;

        for (var i = 0; i < 20; i++)
            accepted += await Guess(account, "10.4.4.4", Visits.NewToken()) ? 1 : 0;

        Assert.Equal(new SignInSettings().FreeTries, accepted);
    }

    [Fact]
    public async Task Classmates_behind_one_address_do_not_use_up_each_others_tries()
    {
        var (first, second) = (await Account(), await Account());
        for (var i = 0; i < 8; i++)
            await Guess(first, "10.5.5.5");

        Assert.True(await Guess(second, "10.5.5.5"));
    }

    [Fact]
    public async Task A_login_nobody_has_is_counted_like_one_that_somebody_has()
    {
        var login = "nobody." + Given.Next();

        for (var i = 0; i < 5; i++)
            Assert.False((await Enter(null, login, "10.6.6.6", null)).IsRefused);

        Assert.Equal(RefusalKind.TooMany, (await Enter(null, login, "10.6.6.6", null)).Refusal!.Kind);
    }

    [Fact]
    public async Task A_printed_code_bears_five_tries_from_one_place_and_then_one_after_each_wait()
    {
        var account = await Account();
        var accepted = 0;

        for (var i = 0; i < 20; i++)
            accepted += (await Enter(account, "", "10.7.7.7", null, GuessKind.PrintedCode)).IsRefused ? 0 : 1;

        Assert.Equal(5, accepted);
        Assert.False((await Enter(account, "", "10.7.7.8", null, GuessKind.PrintedCode)).IsRefused);
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(30));
        Assert.False((await Enter(account, "", "10.7.7.7", null, GuessKind.PrintedCode)).IsRefused);
    }

    private async Task<long> Account() => (await app.Given.School()).Head.AccountId;

    private async Task<string> KnownDevice(long account)
    {
        var token = Visits.NewToken();
        await app.Within(async services =>
        {
            await services.GetRequiredService<Guesses>().Remember(account, token, default);
            return true;
        });
        return token;
    }

    private async Task<bool> Guess(long account, string network, string? device = null) => !(await Enter(account, "", network, device)).IsRefused;

    private async Task<TimeSpan?> Refused(long account, string network) => (await Enter(account, "", network, null)).Refusal?.RetryAfter;

    private Task<Outcome<long>> Enter(long? account, string login, string network, string? device, GuessKind kind = GuessKind.Password) =>
        app.Within(services => services.GetRequiredService<Guesses>().Enter(kind, account, login, new Visit(network, device, null), default));
}
