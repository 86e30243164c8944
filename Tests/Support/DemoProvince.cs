using System.Security.Cryptography;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Support;

/// <summary>
/// The program on a real port over a database with a planted demo of one school: what a stranger sees after
/// the first start. One for the assembly; tests that read it share it.
/// </summary>
public sealed class DemoProvince : IAsyncLifetime
{
    private static readonly Lazy<Task<Running>> Shared = new(Start);
    private Running running = null!;

    public async Task InitializeAsync() => running = await Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    public Uri Address => running.Address;

    public IReadOnlyList<DemoAccount> Accounts => running.Accounts;

    public IServiceProvider Services => running.Services;

    public DemoAccount Account(string role) => Accounts.First(a => a.Role == role);

    /// <summary>A session token of a demo account, second factor given.</summary>
    public async Task<string> Token(DemoAccount account, bool steppedUp = false)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var hat = await db.Hats.FirstAsync(h => h.AccountId == account.AccountId && h.Role == account.Role);
        var now = DateTime.UtcNow;
        db.Sessions.Add(new Session
        {
            TokenHash = Sessions.HashOf(token),
            AccountId = account.AccountId,
            HatId = hat.Id,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now.AddHours(12),
            SecondFactorDone = true,
            SteppedUpAt = steppedUp ? now : null,
        });
        await db.SaveChangesAsync();
        return token;
    }

    private static async Task<Running> Start()
    {
        var server = await MariaDbServer.Shared;
        var state = Directory.CreateTempSubdirectory("massar-demo-state").FullName;
        var factory = new Factory(await server.CreateDatabase(), state);
        factory.UseKestrel(0);
        factory.StartServer();
        await using var scope = factory.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        await Schema.Make(db, scope.ServiceProvider);
        var planted = await Planter.Plant(SeedPlan.Of("school", 42, MoroccanDay.Today(TimeProvider.System))!, db, scope.ServiceProvider, CancellationToken.None);
        return new Running(factory.ClientOptions.BaseAddress, planted.Accounts, factory.Services);
    }

    private sealed record Running(Uri Address, IReadOnlyList<DemoAccount> Accounts, IServiceProvider Services);

    private sealed class Factory(string database, string stateDirectory) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("Massar:Database", database);
            builder.UseSetting("Massar:StateDirectory", stateDirectory);
            builder.UseSetting("Pdf:StateDirectory", Path.Combine(stateDirectory, "pdf"));
            builder.UseSetting("Massar:Demo", "true");
            builder.UseSetting("Massar:Limits:PerAddressPerTenSeconds", "1000000");
            builder.UseSetting("Massar:Limits:PerSessionPerTenSeconds", "1000000");
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
        }
    }
}
