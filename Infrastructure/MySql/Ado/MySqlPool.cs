using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// The open connections of one connection string. The driver's own pool costs two round trips for each use and blocks threads
/// when it is empty; this one asks a connection whether it lives only after a pause, and lets waiters wait without a thread.
/// It resets nothing: what a borrower could leave behind (open transaction, open reader, other database) makes it put
/// things right or throw the connection away on return.
/// </summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "Pools live as long as the process.")]
internal sealed class MySqlPool
{
    private static readonly ConcurrentDictionary<string, MySqlPool> Pools = new(StringComparer.Ordinal);
    private static readonly TimeSpan TrustedIdleTime = TimeSpan.FromSeconds(5);

    // The driver connects by blocking on an asynchronous operation, which needs another thread of the thread pool to finish:
    // many at once starve each other. One at a time, they take milliseconds.
    private static readonly SemaphoreSlim Creating = new(1);

    private readonly MySqlConnectionSettings settings;
    private readonly SemaphoreSlim gate;
    private readonly Stack<PhysicalConnection> idle = new();
    private int generation;

    private MySqlPool(MySqlConnectionSettings settings)
    {
        this.settings = settings;
        gate = new SemaphoreSlim(settings.MaximumPoolSize, settings.MaximumPoolSize);
    }

    public static MySqlPool For(string connectionString)
        => Pools.TryGetValue(connectionString, out var pool)
            ? pool
            : Pools.GetOrAdd(connectionString, text => new MySqlPool(MySqlConnectionSettings.Of(text)));

    public static void ClearAll()
    {
        foreach (var pool in Pools.Values) pool.Clear();
    }

    public PhysicalConnection Rent()
    {
        var started = Stopwatch.GetTimestamp();
        if (!Wait(gate, settings.ConnectionTimeout)) throw Exhausted();
        try
        {
            if (TakeIdle() is { } connection) return connection;
            if (!Wait(Creating, Remaining(started))) throw NotConnectedInTime();
            try
            {
                return TakeIdle() ?? Create();
            }
            finally
            {
                Creating.Release();
            }
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    public async ValueTask<PhysicalConnection> RentAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        if (!await gate.WaitAsync(settings.ConnectionTimeout, cancellationToken).ConfigureAwait(false)) throw Exhausted();
        try
        {
            if (TakeIdle() is { } connection) return connection;
            if (!await Creating.WaitAsync(Remaining(started), cancellationToken).ConfigureAwait(false)) throw NotConnectedInTime();
            try
            {
                return TakeIdle() ?? Create();
            }
            finally
            {
                Creating.Release();
            }
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    public void Return(PhysicalConnection connection)
    {
        try
        {
            if (settings.Pooled && connection.IsUsable && !connection.IsDirty && !IsExpired(connection)
                && connection.Generation == Volatile.Read(ref generation))
            {
                connection.IdleSince = Stopwatch.GetTimestamp();
                lock (idle) idle.Push(connection);
            }
            else
            {
                connection.Dispose();
                // A server that went away took the idle ones with it: whoever retries should not meet them one by one.
                if (connection.IsLost) Clear();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>For a borrower that was never closed and is being collected: frees the place, leaves the socket to its own finalizer.</summary>
    public void Abandon() => gate.Release();

    public void Clear()
    {
        PhysicalConnection[] dropped;
        lock (idle)
        {
            Interlocked.Increment(ref generation);
            dropped = [.. idle];
            idle.Clear();
        }

        foreach (var connection in dropped) connection.Dispose();
    }

    private PhysicalConnection? TakeIdle()
    {
        while (true)
        {
            PhysicalConnection? connection;
            lock (idle)
            {
                if (!idle.TryPop(out connection)) return null;
            }

            if (!IsExpired(connection)
                && connection.IsUsable
                && (Stopwatch.GetElapsedTime(connection.IdleSince) <= TrustedIdleTime || connection.Answers()))
                return connection;

            connection.Dispose();
        }
    }

    private PhysicalConnection Create() => new(settings, Volatile.Read(ref generation));

    private bool IsExpired(PhysicalConnection connection)
        => settings.ConnectionLifetime > TimeSpan.Zero && Stopwatch.GetElapsedTime(connection.Created) > settings.ConnectionLifetime;

    private TimeSpan Remaining(long started)
    {
        var left = settings.ConnectionTimeout - Stopwatch.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // Blocking on the task, unlike Wait(), tells the thread pool that this thread is lost for now.
    private static bool Wait(SemaphoreSlim semaphore, TimeSpan timeout)
        => semaphore.Wait(0) || semaphore.WaitAsync(timeout).GetAwaiter().GetResult();

    private MySqlPoolExhaustedException Exhausted() => new(string.Create(CultureInfo.InvariantCulture,
        $"All {settings.MaximumPoolSize} connections to {settings} stayed in use for {settings.ConnectionTimeout.TotalSeconds} s. "
        + $"Close connections sooner, or raise 'Maximum Pool Size'."));

    private TimeoutException NotConnectedInTime() => new(string.Create(CultureInfo.InvariantCulture,
        $"No connection to {settings} could be opened within {settings.ConnectionTimeout.TotalSeconds} s."));
}

/// <summary>One connection of the driver, with what the pool must know of it.</summary>
internal sealed class PhysicalConnection : IDisposable
{
    private const uint KillTimeoutSeconds = 3;

    private readonly string connectionString;
    private readonly int serverThread;

    public PhysicalConnection(MySqlConnectionSettings settings, int generation)
    {
        Generation = generation;
        connectionString = settings.DriverConnectionString;
        QuickEncodings.Register();
        Driver = new MySqlConnection(connectionString);
        try
        {
            // Synchronous on purpose: the driver's asynchronous way cannot open a Unix socket.
            Driver.Open();
            DriverTuning.ReadAhead(Driver);
            DriverTuning.ShareCharacterSets(Driver, connectionString);
            var session = new MySqlCommand(SessionFor(ServerVersion.Parse(Driver.ServerVersion)), Driver);
            session.ExecuteNonQuery();
            session.Dispose();
        }
        catch
        {
            Driver.Dispose();
            throw;
        }

        serverThread = Driver.ServerThread;
        Created = IdleSince = Stopwatch.GetTimestamp();
    }

    public MySqlConnection Driver { get; }

    public int Generation { get; }

    public long Created { get; }

    public long IdleSince { get; set; }

    /// <summary>Something happened after which this connection must not serve anybody else.</summary>
    public bool IsDirty { get; set; }

    /// <summary>The line to the server is cut.</summary>
    public bool IsLost { get; set; }

    public bool IsUsable => !IsLost && Driver.State == System.Data.ConnectionState.Open;

    public bool Answers()
    {
        try
        {
            return Driver.Ping();
        }
        catch (Exception exception) when (exception is MySqlException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Ends the session on the server, with what it is doing, by another connection. Best effort: the server may be away.</summary>
    public void KillOnServer()
    {
        IsDirty = true;
        try
        {
            var brief = new MySqlConnectionStringBuilder(connectionString) { ConnectionTimeout = KillTimeoutSeconds, Database = "" };
            using var other = new MySqlConnection(brief.ConnectionString);
            other.Open();
            using var kill = new MySqlCommand(string.Create(CultureInfo.InvariantCulture, $"KILL {serverThread}"), other);
            kill.ExecuteNonQuery();
        }
        catch (Exception exception) when (exception is MySqlException or IOException or SocketException or TimeoutException or AggregateException)
        {
            // It has ended meanwhile, or the server does not answer either.
        }
    }

    public void Dispose()
    {
        try
        {
            Driver.Dispose();
        }
        catch (Exception exception) when (exception is MySqlException or IOException or SocketException)
        {
            // It is dead already; there is nobody to say goodbye to.
        }
    }

    // Everything the SQL of this provider counts on, whatever the server's configuration says. NO_BACKSLASH_ESCAPES must be off:
    // the driver and our literals escape with backslashes.
    private static string SessionFor(ServerVersion version)
        => "SET SESSION time_zone = '+00:00', "
           + "sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION', "
           + "group_concat_max_len = 1048576"
           + (version.Supports.SnapshotIsolation ? ", innodb_snapshot_isolation = ON" : "")
           + "; SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
}
