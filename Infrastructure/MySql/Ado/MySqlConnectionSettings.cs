using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// A connection string as we use it: what it says, plus what is enforced whatever it says, because the layers above rely on it.
/// </summary>
public sealed class MySqlConnectionSettings
{
    private static readonly ConcurrentDictionary<string, MySqlConnectionSettings> Known = new(StringComparer.Ordinal);

    private MySqlConnectionSettings(string connectionString)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString);

        if (builder.Server.Contains(',', StringComparison.Ordinal))
            throw new ArgumentException("One host only: lists of hosts use state that all pools of the process share.", nameof(connectionString));

        // "Server=/run/mysqld/mysqld.sock" is enough to mean the socket; encrypting it would hide nothing from anybody.
        if (builder.Server.StartsWith('/')) builder.ConnectionProtocol = MySqlConnectionProtocol.UnixSocket;
        IsSocket = builder.ConnectionProtocol == MySqlConnectionProtocol.UnixSocket;
        var statesSslMode = new DbConnectionStringBuilder { ConnectionString = connectionString } is var raw
            && (raw.ContainsKey("SslMode") || raw.ContainsKey("Ssl Mode") || raw.ContainsKey("Ssl-Mode"));
        if (IsSocket && !statesSslMode) builder.SslMode = MySqlSslMode.Disabled;

        Pooled = builder.Pooling;
        MaximumPoolSize = (int)Math.Max(1, builder.MaximumPoolSize);
        ConnectionTimeout = TimeSpan.FromSeconds(builder.ConnectionTimeout);
        ConnectionLifetime = TimeSpan.FromSeconds(builder.ConnectionLifeTime);
        DefaultCommandTimeout = (int)builder.DefaultCommandTimeout;
        Database = builder.Database;
        DataSource = builder.Server;

        builder.Pooling = false;
        builder.AutoEnlist = false;
        // Concurrency tokens count matched rows, not changed ones; batches are several statements in one command.
        builder.UseAffectedRows = false;
        builder.AllowBatch = true;
        builder.CharacterSet = "utf8mb4";
        // A hostile server could ask the client for any file.
        builder.AllowLoadLocalInfile = false;
        DriverConnectionString = builder.ConnectionString;
    }

    /// <summary>What the driver gets.</summary>
    internal string DriverConnectionString { get; }

    /// <summary>The database opened at the start; empty when none.</summary>
    public string Database { get; }

    /// <summary>Host or socket path.</summary>
    public string DataSource { get; }

    /// <summary>Whether it goes through a Unix socket.</summary>
    public bool IsSocket { get; }

    /// <summary>False keeps no idle connection.</summary>
    public bool Pooled { get; }

    /// <summary>The most connections open at once with this string, in this process.</summary>
    public int MaximumPoolSize { get; }

    /// <summary>How long to wait for a connection, free or new.</summary>
    public TimeSpan ConnectionTimeout { get; }

    /// <summary>Age at which a connection is replaced; zero is never.</summary>
    public TimeSpan ConnectionLifetime { get; }

    /// <summary>Seconds a command may take unless it says otherwise.</summary>
    public int DefaultCommandTimeout { get; }

    /// <summary>Reads a connection string, once for each distinct one.</summary>
    /// <exception cref="ArgumentException">It holds a key the driver does not know, or several hosts.</exception>
    public static MySqlConnectionSettings Of(string connectionString)
        => Known.TryGetValue(connectionString, out var known)
            ? known
            : Known.GetOrAdd(connectionString, text => new MySqlConnectionSettings(text));

    /// <summary>The same server and account without a database and outside the pool.</summary>
    public static string WithoutDatabase(string connectionString)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString) { Database = "", Pooling = false };
        return builder.ConnectionString;
    }

    /// <summary>The same server and account with another database.</summary>
    public static string WithDatabase(string connectionString, string database)
        => new MySqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    /// <summary>The database a connection string names; empty when none.</summary>
    public static string DatabaseOf(string connectionString) => Of(connectionString).Database;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DataSource}/{Database}");
}
