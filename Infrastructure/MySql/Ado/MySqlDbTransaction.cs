using System.Data;
using System.Data.Common;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// A transaction, started in one round trip. Without a stated isolation level it is READ COMMITTED, the default of our sessions.
/// </summary>
public sealed class MySqlDbTransaction : DbTransaction
{
    private MySqlDbConnection? connection;

    private MySqlDbTransaction(MySqlDbConnection connection, IsolationLevel isolationLevel)
    {
        this.connection = connection;
        IsolationLevel = isolationLevel;
    }

    /// <inheritdoc/>
    public override IsolationLevel IsolationLevel { get; }

    /// <inheritdoc/>
    public override bool SupportsSavepoints => true;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection => connection;

    private MySqlDbConnection Open
        => connection ?? throw new InvalidOperationException("The transaction has ended.");

    /// <inheritdoc/>
    public override void Commit()
    {
        var open = Open;
        try
        {
            open.Execute("COMMIT");
        }
        catch
        {
            // Whether it was committed is not known; the session must not be reused as if it were clean.
            if (open.State != ConnectionState.Closed) open.Physical.IsDirty = true;
            throw;
        }
        finally
        {
            End(open);
        }
    }

    /// <inheritdoc/>
    public override void Rollback()
    {
        var open = Open;
        try
        {
            open.Execute("ROLLBACK");
        }
        catch
        {
            if (open.State != ConnectionState.Closed) open.Physical.IsDirty = true;
            throw;
        }
        finally
        {
            End(open);
        }
    }

    /// <inheritdoc/>
    public override void Save(string savepointName) => Open.Execute($"SAVEPOINT {Quoted(savepointName)}");

    /// <inheritdoc/>
    public override void Rollback(string savepointName) => Open.Execute($"ROLLBACK TO SAVEPOINT {Quoted(savepointName)}");

    /// <inheritdoc/>
    public override void Release(string savepointName) => Open.Execute($"RELEASE SAVEPOINT {Quoted(savepointName)}");

    internal static MySqlDbTransaction Begin(MySqlDbConnection connection, IsolationLevel level)
    {
        var effective = level == IsolationLevel.Unspecified ? IsolationLevel.ReadCommitted : level;
        var name = effective switch
        {
            IsolationLevel.ReadCommitted => null,
            IsolationLevel.ReadUncommitted => "READ UNCOMMITTED",
            IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => "REPEATABLE READ",
            IsolationLevel.Serializable => "SERIALIZABLE",
            _ => throw new NotSupportedException($"The server has no isolation level {level}."),
        };

        connection.Execute(name is null ? "START TRANSACTION" : $"SET TRANSACTION ISOLATION LEVEL {name}; START TRANSACTION");
        return new MySqlDbTransaction(connection, effective);
    }

    /// <summary>The connection has gone; there is nothing left to roll back.</summary>
    internal void Forget() => connection = null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && connection is { } open)
        {
            if (open.State == ConnectionState.Open)
            {
                // An open reader would refuse any further statement.
                open.Reader?.Close();
                Rollback();
            }
            else
            {
                End(open);
            }
        }

        base.Dispose(disposing);
    }

    private void End(MySqlDbConnection open)
    {
        connection = null;
        open.Transaction = null;
    }

    private static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
