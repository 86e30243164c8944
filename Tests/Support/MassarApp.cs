using Massar.Infrastructure.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Massar.Tests.Support;

/// <summary>
/// The whole program over a real private MariaDB, one for the test assembly: tests make their own schools
/// through <see cref="Given"/>, so they never meet and run together. Take it as <c>IClassFixture&lt;MassarApp&gt;</c>.
/// </summary>
public sealed class MassarApp : IAsyncLifetime
{
    private static readonly Lazy<Task<Host>> Shared = new(StartShared);
    private Host host = null!;

    public async Task InitializeAsync()
    {
        host = await Shared.Value;
        Given = new Given(this);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Makes what a test starts from.</summary>
    public Given Given { get; private set; } = null!;

    public IServiceProvider Services => host.Services;

    /// <summary>The connection string of the tests' database.</summary>
    public string Database => host.Database;

    /// <summary>The tests' clock: the system's, moved by <see cref="TestClock.Moved"/> in the flow of one test.</summary>
    public static TestClock Clock => TestClock.Instance;

    /// <summary>Somebody who is not signed in.</summary>
    public Visitor Visitor(string language = "ar") => new(this, null, language);

    /// <summary>A signed-in person; a second factor counts as given, and as given just now when <paramref name="steppedUp"/>.</summary>
    public async Task<Visitor> SignIn(GivenPerson person, string language = "ar", bool steppedUp = false)
    {
        var token = "";
        await Write(async db => token = await PlantedSession.Open(db, person.AccountId, person.HatId, Clock.GetUtcNow().UtcDateTime, steppedUp));
        return new Visitor(this, token, language);
    }

    /// <summary>Looks at the database.</summary>
    public async Task<T> Read<T>(Func<MassarDb, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<MassarDb>());
    }

    /// <summary>Writes to the database as the machinery does, without audit.</summary>
    public async Task Write(Func<MassarDb, Task> write)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        db.Notes.IsOff = true;
        try
        {
            await write(db);
        }
        finally
        {
            db.Notes.IsOff = false;
        }
    }

    /// <summary>Runs something with the services of one scope, for rules that need no HTTP.</summary>
    public async Task<T> Within<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Does the background work that is due now, of this test alone: its keys contain the given text.</summary>
    public async Task<int> RunWork(string keyContains)
    {
        var runner = Services.GetRequiredService<Massar.Infrastructure.Work.WorkRunner>();
        for (var (done, looks) = (0, 1); ; looks++)
        {
            done += await runner.RunDue(keyContains, CancellationToken.None);
            // Another test that looks for its own work may have held the row for a moment: the program comes back in a second, a test at once.
            var now = Clock.GetUtcNow().UtcDateTime;
            if (looks == 50 || !await Read(db => db.WorkItems.AnyAsync(w => w.State == Massar.Infrastructure.Work.WorkState.Waiting && w.RunAfter <= now && w.Key.Contains(keyContains))))
                return done;
            await Task.Delay(20);
        }
    }

    /// <summary>The SQL commands that something sends.</summary>
    public static async Task<IReadOnlyList<string>> StatementsOf(Func<Task> work)
    {
        var tally = StatementCounter.Start();
        await work();
        return tally.Commands;
    }

    internal HttpClient Client()
    {
        var client = host.Server.CreateClient();
        client.BaseAddress = new Uri("http://localhost/");
        return client;
    }

    private static async Task<Host> StartShared()
    {
        var server = await MariaDbServer.Shared;
        var database = await server.CreateDatabase();
        var state = Directory.CreateTempSubdirectory("massar-test-state");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => state.Delete(recursive: true);
        return new Host(database, state.FullName);
    }

    /// <summary>These helpers over a program of one's own.</summary>
    public static MassarApp Over(Host host)
    {
        var app = new MassarApp { host = host };
        app.Given = new Given(app);
        return app;
    }

    /// <summary>A program of one's own on a database of one's own, for tests that change the whole program's settings.</summary>
    public static async Task<Host> StartOwn(Action<IWebHostBuilder>? configure = null)
    {
        var server = await MariaDbServer.Shared;
        return new Host(await server.CreateDatabase(), Directory.CreateTempSubdirectory("massar-test-state").FullName, configure);
    }

    public sealed class Host : IAsyncDisposable
    {
        private readonly WebApplicationFactory<Program> factory;

        public Host(string database, string stateDirectory, Action<IWebHostBuilder>? configure = null)
        {
            Database = database;
            factory = new Factory(database, stateDirectory, configure);
            Server = factory.Server;
            Server.PreserveExecutionContext = true;
            using var scope = Services.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
            Schema.Make(db, scope.ServiceProvider).GetAwaiter().GetResult();
        }

        public string Database { get; }

        public TestServer Server { get; }

        public IServiceProvider Services => factory.Services;

        public ValueTask DisposeAsync() => factory.DisposeAsync();
    }

    private sealed class Factory(string database, string stateDirectory, Action<IWebHostBuilder>? configure) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            foreach (var (key, value) in ProgramSettings.For(database, stateDirectory))
                builder.UseSetting(key, value);
            // A test does its own background work, when it wants it done.
            builder.UseSetting("Massar:Work:Enabled", "false");
            builder.UseSetting("Finance:Rest", "00:00:00");
            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<TimeProvider>();
                services.AddSingleton<TimeProvider>(TestClock.Instance);
            });
            configure?.Invoke(builder);
        }
    }
}

/// <summary>Makes the schema of an empty database: by the migrations, as the program does, then the delivered reference data.</summary>
public static class Schema
{
    public static async Task Make(MassarDb db, IServiceProvider services)
    {
        if (db.Database.GetMigrations().Any())
            await db.Database.MigrateAsync();
        else
            await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
        await Massar.Infrastructure.Commands.AfterMigrate.RunAll(services, db, CancellationToken.None);
        // Councils of tests sit whatever the day is on which the tests run: their windows begin with the year, as if the ministry had said so.
        foreach (var window in await db.CalendarEntries.Where(c => c.Code == "councils-s1" || c.Code == "councils-s2").Select(c => new { c.Id, c.SchoolYearId }).ToListAsync())
        {
            var first = new DateOnly(window.SchoolYearId, 9, 1);
            await db.CalendarEntries.Where(c => c.Id == window.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.StartsOn, first).SetProperty(c => c.Version, 1));
        }
    }
}

/// <summary>The system's clock, moved for the flow of one test; requests of that test see it moved too.</summary>
public sealed class TestClock : TimeProvider
{
    public static readonly TestClock Instance = new();
    private readonly AsyncLocal<TimeSpan> moved = new();

    /// <summary>How far this test's time is ahead of the real one.</summary>
    public TimeSpan Moved
    {
        get => moved.Value;
        set => moved.Value = value;
    }

    /// <summary>Lets time pass for this test.</summary>
    public void Pass(TimeSpan time) => Moved += time;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + moved.Value;
}
