using System.Net.Http.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Infrastructure.Work;

/// <summary>Rows that serve nobody any more go away by themselves.</summary>
public sealed class SweeperTests : IAsyncLifetime
{
    private MassarApp.Host host = null!;

    public async Task InitializeAsync() => host = await MassarApp.StartOwn();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Counts_whose_window_is_over_are_swept_and_those_that_still_hold_stay()
    {
        var app = MassarApp.Over(host);
        var phone = Families.NewPhone();
        (await app.Visitor().Api.PostAsJsonAsync("/api/registrations/access", new { phone })).EnsureSuccessStatusCode();
        var counted = await app.Read(db => db.RegistrationTallies.CountAsync());
        var sweeper = host.Services.GetRequiredService<Sweeper>();
        await app.Write(db => db.Database.ExecuteSqlAsync($"INSERT INTO RegistrationTallies (`Key`, `Count`, `Until`) SELECT CONCAT('old', seq), 1, '2020-01-01' FROM seq_1_to_2500"));

        var now = await sweeper.Sweep(CancellationToken.None);
        MassarApp.Clock.Pass(TimeSpan.FromHours(3));
        await sweeper.Sweep(CancellationToken.None);
        var afterHours = await app.Read(db => db.RegistrationTallies.CountAsync());
        MassarApp.Clock.Pass(TimeSpan.FromDays(1));
        await sweeper.Sweep(CancellationToken.None);

        Assert.True(counted >= 5);
        Assert.Equal(2500, now);
        Assert.InRange(afterHours, 1, counted - 1);
        Assert.Equal(0, await app.Read(db => db.RegistrationTallies.CountAsync()));
    }

    [Fact]
    public async Task It_is_done_every_ten_minutes_and_not_in_between()
    {
        var app = MassarApp.Over(host);
        var sweeper = host.Services.GetRequiredService<Sweeper>();
        async Task<int> Left()
        {
            await app.Write(db => db.Database.ExecuteSqlAsync($"INSERT IGNORE INTO RegistrationTallies (`Key`, `Count`, `Until`) VALUES ('old', 1, '2020-01-01')"));
            await sweeper.SweepWhenDue(CancellationToken.None);
            return await app.Read(db => db.RegistrationTallies.CountAsync());
        }

        var first = await Left();
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(9));
        var soon = await Left();
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal((0, 1, 0), (first, soon, await Left()));
    }
}
