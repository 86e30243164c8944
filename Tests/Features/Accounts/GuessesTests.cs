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
    public async Task An_account_bears_at_most_a_hundred_guesses_in_a_day_from_however_many_networks()
    {
        var account = await Account();
        var known = await KnownDevice(account);
        var accepted = 0;

        for (var i = 0; i < 300; i++)
        {
            MassarApp.Clock.Pass(TimeSpan.FromMinutes(4));
            accepted += await Guess(account, $"10.0.{i}.1") ? 1 : 0;
            accepted += await Guess(account, "10.9.9.9", known) ? 1 : 0;
        }

        Assert.Equal(100, accepted);
        // A day later there is room again.
        MassarApp.Clock.Pass(TimeSpan.FromHours(24));
        Assert.True(await Guess(account, "10.8.8.8"));
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
    public async Task A_printed_code_bears_five_tries_a_day_from_one_place()
    {
        var account = await Account();
        var accepted = 0;

        for (var i = 0; i < 20; i++)
        {
            accepted += (await Enter(account, "", "10.7.7.7", null, GuessKind.PrintedCode)).IsRefused ? 0 : 1;
            MassarApp.Clock.Pass(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(5, accepted);
        Assert.False((await Enter(account, "", "10.7.7.8", null, GuessKind.PrintedCode)).IsRefused);
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
