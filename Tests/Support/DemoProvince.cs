using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
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

    /// <summary>The connection string of its database.</summary>
    public string Database => running.Database;

    /// <summary>Where its keys are, for a second program on the same database.</summary>
    public string State => running.State;

    public IReadOnlyList<DemoAccount> Accounts => running.Accounts;

    public IServiceProvider Services => running.Services;

    public DemoAccount Account(string role) => Accounts.First(a => a.Role == role);

    /// <summary>A session token of a demo account, second factor given.</summary>
    public async Task<string> Token(DemoAccount account, bool steppedUp = false)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var hat = await db.Hats.FirstAsync(h => h.AccountId == account.AccountId && h.Role == account.Role);
        return await PlantedSession.Open(db, account.AccountId, hat.Id, DateTime.UtcNow, steppedUp);
    }

    /// <summary>A demo of one's own, of another size or with further services; it ends with the process.</summary>
    public static async Task<DemoProvince> StartOwn(SeedPlan plan, Action<IServiceCollection> services) => new() { running = await Start(plan, services) };

    private static Task<Running> Start() => Start(SeedPlan.Of("school", 42, MoroccanDay.Today(TimeProvider.System))!, _ => { });

    private static async Task<Running> Start(SeedPlan plan, Action<IServiceCollection> services)
    {
        var server = await MariaDbServer.Shared;
        var state = Directory.CreateTempSubdirectory("massar-demo-state").FullName;
        var database = await server.CreateDatabase();
        var factory = new Factory(database, state, services);
        factory.UseKestrel(0);
        factory.StartServer();
        await using var scope = factory.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        await Schema.Make(db, scope.ServiceProvider);
        var planted = await Planter.Plant(plan, db, scope.ServiceProvider, CancellationToken.None);
        // All tests read as the same few people; the budget of a day, and what one may take alone, are tested elsewhere. The raised version says that a person set it:
        // journeys start further programs here, which bring delivered values back where nobody did.
        await db.Settings.Where(x => x.Code == ExportRules.LargeSetting || x.Code.StartsWith(ExportRules.DailySetting)).ExecuteUpdateAsync(x => x.SetProperty(v => v.Value, "1000000").SetProperty(v => v.Version, v => v.Version + 1));
        return new Running(factory.ClientOptions.BaseAddress, database, state, planted.Accounts, factory.Services);
    }

    private sealed record Running(Uri Address, string Database, string State, IReadOnlyList<DemoAccount> Accounts, IServiceProvider Services);

    private sealed class Factory(string database, string stateDirectory, Action<IServiceCollection> services) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            foreach (var (key, value) in ProgramSettings.For(database, stateDirectory))
                builder.UseSetting(key, value);
            // Each answer says what it asked of the database.
            builder.UseSetting(BenchHeaders.Setting, "true");
            // Messages of planted signatures belong to the seed that says how each ended.
            builder.UseSetting("Finance:Rest", "01:00:00");
            builder.ConfigureTestServices(services);
        }
    }
}
