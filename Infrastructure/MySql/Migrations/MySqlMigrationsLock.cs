using System.Data.Common;
using System.Globalization;
using Massar.Infrastructure.MySql.Ado;
using Massar.Infrastructure.MySql.Storage;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Migrations;

/// <summary>
/// One process at a time migrates a database: it owns the single row of <c>__EFMigrationsLock</c> for a limited time, renewed
/// while it works.
/// </summary>
/// <remarks>
/// DDL commits implicitly, so no transaction of the migrating connection could hold a lock; and on a Galera cluster GET_LOCK
/// and open row locks are known to one node only, whereas two commits that change the same row collide on all of them. Hence
/// a row that is committed at once, by a connection of its own. The owner of a row that nobody renews is dead, and the next
/// one takes over.
/// </remarks>
internal sealed class MySqlMigrationsLock : IMigrationsDatabaseLock
{
    internal const string Table = "`__EFMigrationsLock`";

    private const int LeaseSeconds = 90;
    private const int Attempts = 5;
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(15);

    private readonly MySqlHistoryRepository history;
    private readonly string connectionString;
    private readonly string owner = Guid.NewGuid().ToString();
    private readonly Lock gate = new();
    private Timer? renewal;
    private bool released;

    private MySqlMigrationsLock(MySqlHistoryRepository history, IRelationalConnection connection)
    {
        this.history = history;
        connectionString = connection.ConnectionString
            ?? throw new InvalidOperationException("The migrations lock opens a connection of its own and needs a connection string.");
    }

    IHistoryRepository IMigrationsDatabaseLock.HistoryRepository => history;

    /// <exception cref="TimeoutException">Somebody else migrated for a quarter of an hour.</exception>
    public static MySqlMigrationsLock Acquire(MySqlHistoryRepository history, IRelationalConnection connection)
    {
        var wanted = new MySqlMigrationsLock(history, connection);
        var deadline = Deadline();

        wanted.Prepare();
        while (!wanted.TryTake())
        {
            ThrowIfPast(deadline);
            Thread.Sleep(AskEvery);
        }

        return wanted.KeepRenewing();
    }

    /// <inheritdoc cref="Acquire"/>
    public static async Task<MySqlMigrationsLock> AcquireAsync(
        MySqlHistoryRepository history,
        IRelationalConnection connection,
        CancellationToken cancellationToken)
    {
        var wanted = new MySqlMigrationsLock(history, connection);
        var deadline = Deadline();

        wanted.Prepare();
        while (!wanted.TryTake())
        {
            ThrowIfPast(deadline);
            await Task.Delay(AskEvery, cancellationToken).ConfigureAwait(false);
        }

        return wanted.KeepRenewing();
    }

    private void Prepare()
    {
        Execute($"""
            CREATE TABLE IF NOT EXISTS {Table} (
                `Id` int NOT NULL PRIMARY KEY,
                `Owner` char(36) CHARACTER SET ascii NULL,
                `ExpiresAt` datetime(6) NOT NULL
            )
            """);
        Execute($"INSERT IGNORE INTO {Table} (`Id`, `Owner`, `ExpiresAt`) VALUES (1, NULL, UTC_TIMESTAMP(6))");
    }

    private bool TryTake()
        => Execute($"UPDATE {Table} SET {Mine} WHERE `Id` = 1 AND (`Owner` IS NULL OR `ExpiresAt` < UTC_TIMESTAMP(6))") == 1;

    private MySqlMigrationsLock KeepRenewing()
    {
        renewal = new Timer(_ => Renew(), null, RenewEvery, RenewEvery);
        return this;
    }

    // One renewal may fail, on a busy server or while the network blinks: the lease outlives several.
    private void Renew()
    {
        lock (gate)
        {
            if (released) return;

            try
            {
                Execute($"UPDATE {Table} SET {Mine} WHERE `Id` = 1 AND `Owner` = '{owner}'");
            }
            catch (Exception failure) when (failure is DbException or TimeoutException or InvalidOperationException)
            {
            }
        }
    }

    /// <summary>Gives the row back. If that fails, the lease ends by itself.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (released) return;

            released = true;
            renewal?.Dispose();
            Execute($"UPDATE {Table} SET `Owner` = NULL, `ExpiresAt` = UTC_TIMESTAMP(6) WHERE `Id` = 1 AND `Owner` = '{owner}'");
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private string Mine
        => string.Create(
            CultureInfo.InvariantCulture,
            $"`Owner` = '{owner}', `ExpiresAt` = UTC_TIMESTAMP(6) + INTERVAL {LeaseSeconds} SECOND");

    private int Execute(string sql)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var connection = new MySqlDbConnection(connectionString);
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                return command.ExecuteNonQuery();
            }
            catch (DbException collision) when (attempt < Attempts && MySqlErrorClassifier.Instance.Classify(collision) == DbErrorKind.Transient)
            {
                // On Galera the losers of a collision get a deadlock error at once.
                Thread.Sleep(AskEvery * attempt);
            }
        }
    }

    private static DateTime Deadline() => DateTime.UtcNow + GiveUpAfter;

    private static void ThrowIfPast(DateTime deadline)
    {
        if (DateTime.UtcNow > deadline)
        {
            throw new TimeoutException(
                $"Another process has been migrating this database for {GiveUpAfter.TotalMinutes} minutes; its lock is the row of {Table}.");
        }
    }
}
