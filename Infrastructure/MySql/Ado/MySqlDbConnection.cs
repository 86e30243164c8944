using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// A connection to MariaDB or MySQL, borrowed from our pool while it is open.
/// Opening asynchronously waits for a free connection without holding a thread; statements then run on the calling thread,
/// because the driver's asynchronous methods hang when a timeout expires and ignore cancellation.
/// </summary>
public sealed class MySqlDbConnection : DbConnection
{
    private string connectionString = "";
    private MySqlPool? pool;
    private PhysicalConnection? physical;

    /// <summary>A closed connection without a string.</summary>
    public MySqlDbConnection()
    {
    }

    /// <summary>A closed connection.</summary>
    public MySqlDbConnection(string connectionString) => this.connectionString = connectionString;

    /// <inheritdoc/>
    [AllowNull]
    public override string ConnectionString
    {
        get => connectionString;
        set
        {
            if (physical is not null) throw new InvalidOperationException("The connection string of an open connection cannot change.");
            connectionString = value ?? "";
        }
    }

    /// <inheritdoc/>
    public override string Database => physical?.Driver.Database ?? (connectionString.Length == 0 ? "" : Settings.Database);

    /// <inheritdoc/>
    public override string DataSource => connectionString.Length == 0 ? "" : Settings.DataSource;

    /// <inheritdoc/>
    public override string ServerVersion => Physical.Driver.ServerVersion;

    /// <inheritdoc/>
    public override int ConnectionTimeout => connectionString.Length == 0 ? 15 : (int)Settings.ConnectionTimeout.TotalSeconds;

    /// <summary>Open, closed, or broken when the server went away while it was open.</summary>
    public override ConnectionState State => physical switch
    {
        null => ConnectionState.Closed,
        { IsUsable: true } => ConnectionState.Open,
        _ => ConnectionState.Broken,
    };

    /// <inheritdoc/>
    protected override DbProviderFactory DbProviderFactory => MySqlDbFactory.Instance;

    internal MySqlConnectionSettings Settings => MySqlConnectionSettings.Of(connectionString);

    internal PhysicalConnection Physical
        => physical ?? throw new InvalidOperationException("The connection is closed.");

    internal MySqlDbTransaction? Transaction { get; set; }

    internal MySqlDbDataReader? Reader { get; set; }

    /// <summary>Closes the idle connections to the same server and database; those in use go when they are returned.</summary>
    public static void ClearPool(MySqlDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection.connectionString.Length > 0) MySqlPool.For(connection.connectionString).Clear();
    }

    /// <summary>Closes every idle connection of the process, for instance at shutdown.</summary>
    public static void ClearAllPools() => MySqlPool.ClearAll();

    /// <inheritdoc/>
    public override void Open()
    {
        PrepareToOpen();
        var source = MySqlPool.For(connectionString);
        physical = source.Rent();
        pool = source;
        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <inheritdoc/>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PrepareToOpen();
        var source = MySqlPool.For(connectionString);
        physical = await source.RentAsync(cancellationToken).ConfigureAwait(false);
        pool = source;
        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <summary>Closes what was left open (reader, transaction, which is rolled back) and returns the connection to the pool.</summary>
    public override void Close()
    {
        if (physical is not { } connection) return;
        try
        {
            if (connection.IsUsable)
            {
                Reader?.Close();
                Transaction?.Dispose();
            }
        }
        catch (DbException)
        {
            connection.IsDirty = true;
        }
        finally
        {
            Reader = null;
            Transaction?.Forget();
            Transaction = null;
            physical = null;
            pool!.Return(connection);
        }

        OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
    }

    /// <inheritdoc/>
    public override Task CloseAsync()
    {
        Close();
        return Task.CompletedTask;
    }

    /// <summary>Changes the database until the connection is closed; it then does not go back to the pool.</summary>
    public override void ChangeDatabase(string databaseName)
    {
        Physical.IsDirty = true;
        Physical.Driver.ChangeDatabase(databaseName);
    }

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        if (Transaction is not null) throw new InvalidOperationException("A transaction is already open; there are no nested ones.");
        return Transaction = MySqlDbTransaction.Begin(this, isolationLevel);
    }

    /// <inheritdoc/>
    protected override ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(BeginDbTransaction(isolationLevel));
    }

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => new MySqlDbCommand { Connection = this };

    /// <inheritdoc/>
    public override DataTable GetSchema() => Physical.Driver.GetSchema();

    /// <inheritdoc/>
    public override DataTable GetSchema(string collectionName) => Physical.Driver.GetSchema(collectionName);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }
        else if (physical is not null)
        {
            // Forgotten by its user: the place in the pool must not be lost with it.
            physical = null;
            pool?.Abandon();
        }

        base.Dispose(disposing);
    }

    internal int Execute(string statement)
    {
        using var command = new MySqlDbCommand { Connection = this, CommandText = statement };
        return command.ExecuteNonQuery();
    }

    private void PrepareToOpen()
    {
        if (connectionString.Length == 0) throw new InvalidOperationException("The connection has no connection string.");
        if (State == ConnectionState.Broken) Close();
        if (physical is not null)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The connection to {Settings} is already open."));
    }
}
