using System.Net;
using System.Net.Http.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Passwords;
using Massar.Tests.Support;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Massar.Tests.Features.Accounts;

public sealed class BusyTests
{
    [Fact]
    public async Task A_flood_of_sign_ins_is_turned_away_with_a_time_to_come_back_and_costs_nobody_a_try()
    {
        using var gate = new HashingGate(1, TimeSpan.FromMilliseconds(20));
        await using var host = await MassarApp.StartOwn(builder => builder.ConfigureTestServices(services =>
        {
            services.RemoveAll<HashingGate>();
            services.AddSingleton(gate);
        }));
        using var client = host.Server.CreateClient();
        using var open = new ManualResetEventSlim();
        var busy = Task.Run(() => gate.Run(() => open.Wait(TimeSpan.FromSeconds(30))));
        while (gate.Free > 0)
            await Task.Delay(5);

        var refused = await client.PostAsJsonAsync("/api/accounts/sign-in", new { login = "anybody", password = "wrong wrong wrong" });
        open.Set();
        await busy;
        var checkedNow = await client.PostAsJsonAsync("/api/accounts/sign-in", new { login = "anybody", password = "wrong wrong wrong" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(5, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal(HttpStatusCode.BadRequest, checkedNow.StatusCode);
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<MassarDb>().SignInTries.CountAsync());
    }
}
