using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.MySql.Ado;
using Massar.Infrastructure.MySql.Storage;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>Pool, timeouts, cancellation, and servers that go away.</summary>
public sealed class ConnectionsTests
{
    [Fact]
    public async Task A_returned_connection_is_used_again_and_brings_no_open_transaction()
    {
        await using var connection = await Pool(1).Open();
        await connection.Execute("CREATE DATABASE IF NOT EXISTS pool_reuse; CREATE OR REPLACE TABLE pool_reuse.t (id INT)");
        var id = await Id(connection);
        await connection.BeginTransactionAsync();
        await connection.Execute("INSERT INTO pool_reuse.t VALUES (1)");
        await connection.CloseAsync();

        await connection.OpenAsync();
        Assert.Equal(id, await Id(connection));
        Assert.Equal(0L, await connection.Scalar("SELECT COUNT(*) FROM pool_reuse.t"));
    }

    [Fact]
    public async Task The_driver_takes_a_buffer_for_what_it_reads_and_a_common_list_of_character_sets()
    {
        await using var connection = await Pool(2).Open();
        // What opening a connection has done before; false when the driver's version is another.
        var held = typeof(MySqlDbConnection).GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single(f => f.FieldType.Name == "PhysicalConnection").GetValue(connection)!;
        var driver = held.GetType().GetProperty("Driver")!.GetValue(held);
        var tuning = held.GetType().Assembly.GetType("Massar.Infrastructure.MySql.Ado.DriverTuning")!;
        Assert.Equal(true, tuning.GetMethod("ReadAhead")!.Invoke(null, [driver]));
        Assert.Equal(true, tuning.GetMethod("ShareCharacterSets")!.Invoke(null, [driver, connection.ConnectionString]));

        // Rows of every size around the buffer's, one result after the other.
        await using var command = connection.CreateCommand();
        command.CommandText = "WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 900) SELECT seq, REPEAT('ت', seq * 7) FROM n; SELECT REPEAT('x', 3000000)";
        await using var reader = await command.ExecuteReaderAsync();
        var seen = 0;
        while (await reader.ReadAsync())
            Assert.Equal(++seen * 7, reader.GetString(1).Length);
        Assert.Equal(900, seen);
        Assert.True(await reader.NextResultAsync() && await reader.ReadAsync());
        Assert.Equal(3_000_000, reader.GetString(0).Length);
    }

    [Fact]
    public async Task An_exhausted_pool_makes_callers_wait_then_says_so()
    {
        var pool = Pool(2, ";Connection Timeout=1");
        var first = await pool.Open();
        var second = await pool.Open();

        var waiting = Stopwatch.StartNew();
        await Assert.ThrowsAsync<MySqlPoolExhaustedException>(pool.Open);
        Assert.InRange(waiting.Elapsed.TotalSeconds, 0.8, 5);

        var third = pool.Open();
        await Task.Delay(50);
        Assert.False(third.IsCompleted);
        await second.DisposeAsync();
        await using var served = await third;
        Assert.Equal(ConnectionState.Open, served.State);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Waiting_for_a_connection_can_be_cancelled_and_loses_no_place()
    {
        var pool = Pool(1);
        var holder = await pool.Open();
        using var source = new CancellationTokenSource(100);
        await using var waiter = new MySqlDbConnection(await pool.ConnectionString());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter.OpenAsync(source.Token));
        await holder.DisposeAsync();

        await using var next = await pool.Open();
        Assert.Equal(1, await next.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task Sixty_four_cold_connections_open_within_seconds()
    {
        var pool = Pool(64);
        var started = Stopwatch.StartNew();
        var connections = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(pool.Open)));
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(8), $"{started.Elapsed}");

        Assert.Equal(64, (await Task.WhenAll(connections.Select(Id))).Distinct().Count());
        foreach (var connection in connections) await connection.DisposeAsync();
        MySqlDbConnection.ClearPool(connections[0]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_command_that_takes_too_long_is_stopped(bool async)
    {
        await using var connection = await Pool(1).Open();
        var before = await Id(connection);
        await using var command = connection.Command("SELECT SLEEP(20)");
        command.CommandTimeout = 1;

        var started = Stopwatch.StartNew();
        var error = async
            ? await Assert.ThrowsAsync<MySqlCommandTimeoutException>(() => command.ExecuteScalarAsync())
            : Assert.Throws<MySqlCommandTimeoutException>(() => command.ExecuteScalar());
        Assert.InRange(started.Elapsed.TotalSeconds, 0.9, 6);
        Assert.Equal(DbErrorKind.Timeout, MySqlErrorClassifier.Instance.Classify(error));

        await connection.CloseAsync();
        await connection.OpenAsync();
        Assert.NotEqual(before, await Id(connection));
        Assert.Equal(0L, await connection.Scalar("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = @id", ("@id", before)));
    }

    [Theory, InlineData("SELECT SLEEP(20)"), InlineData("DO SLEEP(20)"), InlineData("SELECT 1; SELECT SLEEP(20)")]
    public async Task A_cancelled_statement_stops_on_the_server(string sql)
    {
        await using var connection = await Pool(1).Open();
        var id = await Id(connection);
        using var source = new CancellationTokenSource(200);
        await using var command = connection.Command(sql);

        var started = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(source.Token));
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(5), $"{started.Elapsed}");

        await connection.CloseAsync();
        await connection.OpenAsync();
        Assert.NotEqual(id, await Id(connection));
        Assert.Equal(0L, await connection.Scalar(
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = @id AND INFO LIKE '%SLEEP%'", ("@id", id)));
    }

    [Fact]
    public async Task A_connection_killed_while_open_is_broken_transient_and_can_be_opened_again()
    {
        await using var connection = await Pool(1).Open();
        await Kill(await Id(connection));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => connection.Scalar("SELECT 1"));
        Assert.Equal(DbErrorKind.Transient, MySqlErrorClassifier.Instance.Classify(error));
        await connection.CloseAsync();
        await connection.OpenAsync();
        Assert.Equal(1, await connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task A_connection_killed_while_idle_costs_one_failure_which_retrying_repairs()
    {
        var pool = Pool(1);
        await using (var connection = await pool.Open()) await Kill(await Id(connection));

        var options = new DbContextOptionsBuilder().UseMySql(await pool.ConnectionString(), o => o.EnableRetryOnFailure()).Options;
        await using var context = new DbContext(options);
        Assert.Equal(0, await context.Database.CreateExecutionStrategy().ExecuteAsync(() => context.Database.ExecuteSqlRawAsync("DO 1")));
    }

    [Fact]
    public async Task Clearing_the_pool_closes_idle_connections()
    {
        var pool = Pool(1);
        var connection = await pool.Open();
        var id = await Id(connection);
        await connection.CloseAsync();
        MySqlDbConnection.ClearPool(connection);

        await connection.OpenAsync();
        Assert.NotEqual(id, await Id(connection));
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task What_cannot_be_opened_says_why()
    {
        var server = await MariaDbServer.Shared;
        await using var root = await Pool(1).Open();
        await root.Execute("CREATE USER IF NOT EXISTS clerk@'%' IDENTIFIED BY 'right'; CREATE USER IF NOT EXISTS clerk@localhost IDENTIFIED BY 'right'");

        Assert.Equal(DbErrorKind.AccessDenied, await Refusal(server.ConnectionString("").Replace("root", "clerk", StringComparison.Ordinal) + ";Password=wrong"));
        Assert.Equal(DbErrorKind.NoDatabase, await Refusal(server.ConnectionString("nowhere")));
        Assert.Equal(DbErrorKind.Transient, await Refusal("Server=127.0.0.1;Port=1;User ID=root;Connection Timeout=3"));
        Assert.Equal(DbErrorKind.Transient, await Refusal("Server=/tmp/no-such.sock;User ID=root;Connection Timeout=3"));

        static async Task<DbErrorKind> Refusal(string connectionString)
        {
            await using var connection = new MySqlDbConnection(connectionString);
            var error = await Assert.ThrowsAnyAsync<Exception>(() => connection.OpenAsync());
            Assert.Equal(ConnectionState.Closed, connection.State);
            return MySqlErrorClassifier.Instance.Classify(error);
        }
    }

    [Fact]
    public async Task Two_servers_versions_and_databases_live_in_one_process()
    {
        var server = await MariaDbServer.Shared;
        var version = ServerVersion.AutoDetect(server.ConnectionString("no_such_database"));
        Assert.IsType<MariaDbServerVersion>(version);
        Assert.True(version.Supports.Returning);
        Assert.Same(version, ServerVersion.AutoDetect(server.ConnectionString("no_such_database")));

        await using var dedicated = await MariaDbServer.StartDedicated();
        await using var there = new MySqlDbConnection(dedicated.ConnectionString("mysql"));
        await using var here = new MySqlDbConnection(server.ConnectionString("mysql"));
        await there.OpenAsync();
        await here.OpenAsync();
        Assert.NotEqual(await there.Scalar("SELECT @@port"), await here.Scalar("SELECT @@port"));

        // A server that comes back: the old connection is lost, retrying gets a new one.
        await here.CloseAsync();
        await there.CloseAsync();
        await dedicated.Restart();
        await using var context = new DbContext(new DbContextOptionsBuilder()
            .UseMySql(dedicated.ConnectionString("mysql"), version, o => o.EnableRetryOnFailure()).Options);
        Assert.Equal(0, await context.Database.CreateExecutionStrategy().ExecuteAsync(() => context.Database.ExecuteSqlRawAsync("DO 1")));
    }

    [Theory]
    [InlineData("10.11.19-MariaDB-0+deb12u1", "10.11.19-mariadb")]
    [InlineData("5.5.5-10.4.12-MariaDB-log", "10.4.12-mariadb")]
    [InlineData("8.0.40", "8.0.40-mysql")]
    [InlineData("8.4.3-mysql", "8.4.3-mysql")]
    public void A_version_is_read_from_what_the_server_says(string said, string meant)
    {
        Assert.Equal(meant, ServerVersion.Parse(said).ToString());
        Assert.Equal(ServerVersion.Parse(meant), ServerVersion.Parse(said));
    }

    [Fact]
    public void What_is_no_version_is_refused() => Assert.Throws<FormatException>(() => ServerVersion.Parse("Postgres"));

    // Each pool is told apart by a connection string of its own.
    private static TestPool Pool(int size, string more = "") => new(size, more);

    private static async Task<long> Id(MySqlDbConnection connection)
        => Convert.ToInt64(await connection.Scalar("SELECT CONNECTION_ID()"), CultureInfo.InvariantCulture);

    private static async Task Kill(long id)
    {
        var server = await MariaDbServer.Shared;
        await using var connection = new MySqlDbConnection(server.ConnectionString(""));
        await connection.OpenAsync();
        await connection.Execute(string.Create(CultureInfo.InvariantCulture, $"KILL {id}"));
        // The server closes the socket of the killed one a moment later.
        for (var i = 0; i < 100; i++)
        {
            var alive = await connection.Scalar("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = @id", ("@id", id));
            if (alive is 0L) return;
            await Task.Delay(10);
        }
    }

    private sealed record TestPool(int Size, string More)
    {
        private static int lifetime = 1000;
        private readonly int ownLifetime = Interlocked.Increment(ref lifetime);

        public async Task<string> ConnectionString()
            => (await MariaDbServer.Shared).ConnectionString("")
               + string.Create(CultureInfo.InvariantCulture, $";Maximum Pool Size={Size};Connection Lifetime={ownLifetime}{More}");

        public async Task<MySqlDbConnection> Open()
        {
            var connection = new MySqlDbConnection(await ConnectionString());
            await connection.OpenAsync();
            return connection;
        }
    }
}
