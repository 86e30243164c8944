using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// A statement, or several. The asynchronous methods are those of the base class: they run on the calling thread and stop
/// the statement on the server when their token is cancelled.
/// </summary>
public sealed class MySqlDbCommand : DbCommand
{
    private readonly MySqlCommand driver = new();
    private MySqlDbConnection? connection;
    private string commandText = "";
    private int? timeout;
    private volatile bool cancelled;

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText
    {
        get => commandText;
        set => commandText = value ?? "";
    }

    /// <summary>Seconds; 0 is without limit. Unless set, the connection string's default.</summary>
    public override int CommandTimeout
    {
        get => timeout ?? (connection is null ? 30 : connection.Settings.DefaultCommandTimeout);
        set => timeout = value;
    }

    /// <inheritdoc/>
    public override CommandType CommandType
    {
        get => driver.CommandType;
        set => driver.CommandType = value;
    }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => connection;
        set => connection = (MySqlDbConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => driver.Parameters;

    /// <summary>Of no consequence: every statement runs in the open transaction of its connection.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    /// <summary>Stops the statement on the server, by a second connection. The caller of the statement sees it as cancelled.</summary>
    public override void Cancel()
    {
        if (connection is not { State: ConnectionState.Open }) return;

        // The stop may arrive after the statement has ended and hit the next one: nobody else may use this connection.
        connection.Physical.IsDirty = true;
        cancelled = true;
        driver.Cancel();
    }

    /// <inheritdoc/>
    public override void Prepare()
    {
        // Statements go as text; there is nothing to prepare.
    }

    /// <inheritdoc/>
    public override int ExecuteNonQuery()
    {
        using var reader = ExecuteReader();
        while (reader.NextResult())
        {
            // Errors of later statements surface here.
        }

        reader.Close();
        ThrowIfCancelled();
        return reader.RecordsAffected;
    }

    /// <inheritdoc/>
    public override object? ExecuteScalar()
    {
        using var reader = ExecuteReader();
        var value = reader.Read() && reader.FieldCount > 0 ? reader.GetValue(0) : null;
        while (reader.NextResult())
        {
            // As above.
        }

        reader.Close();
        ThrowIfCancelled();
        return value;
    }

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new MySqlParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var open = connection ?? throw new InvalidOperationException("The command has no connection.");
        var physical = open.Physical;
        if (open.Reader is not null)
            throw new InvalidOperationException("A reader is still open on this connection; there can be one at a time.");

        var isGuarded = ReturnsRowsBeforeOtherStatements(commandText);
        driver.CommandText = isGuarded ? GuardStatement + commandText : commandText;
        driver.Connection = physical.Driver;
        driver.CommandTimeout = CommandTimeout;
        cancelled = false;
        MakeParametersSafe();

        MySqlDbDataReader result;
        try
        {
            // SingleRow would cost two more round trips, SequentialAccess gains nothing.
            var reader = driver.ExecuteReader(behavior & (CommandBehavior.SchemaOnly | CommandBehavior.KeyInfo));
            if (reader is null)
            {
                // The driver's way to say that the statement was killed.
                physical.IsDirty = true;
                throw Cancelled();
            }

            result = open.Reader = new MySqlDbDataReader(reader, open, this, behavior.HasFlag(CommandBehavior.CloseConnection));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (Explain(exception, physical) is { } better) ExceptionDispatchInfo.Throw(better);
            throw;
        }

        if (isGuarded) SkipGuard(result);
        return result;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) driver.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The exception to throw instead of the driver's, or null to let the driver's pass.</summary>
    internal Exception? Explain(Exception exception, PhysicalConnection physical)
    {
        if (cancelled && exception is MySqlException or NullReferenceException) return Cancelled();
        // The driver hides errors between rows in one of its own.
        if (ServerErrorIn(exception) is { } error) return error;

        // Anything but an answer of the server: the state of the session is not known.
        physical.IsDirty = true;
        if (IsTimeout(exception))
        {
            // The driver gives up listening; the server would go on for nobody.
            physical.KillOnServer();
            return new MySqlCommandTimeoutException(
                string.Create(CultureInfo.InvariantCulture, $"The command took longer than {CommandTimeout} s and was stopped."), exception);
        }

        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is IOException or SocketException) physical.IsLost = true;
        }

        return null;
    }

    internal static MySqlException? ServerErrorIn(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is MySqlException { Number: not 0 } error) return error;
        }

        return null;
    }

    internal bool IsCancelled => cancelled;

    internal void ThrowIfCancelled()
    {
        // A killed "DO SLEEP(10)" ends without any error.
        if (cancelled) throw Cancelled();
    }

    // When the first statement of several returns rows and is refused at its first one, the driver waits for the others' results
    // before it even hands out a reader. With a result of ours in front it always hands one out, which we can end properly.
    private const string GuardStatement = "SELECT 1;\n";

    private static bool ReturnsRowsBeforeOtherStatements(string text)
    {
        var returning = text.IndexOf("RETURNING", StringComparison.OrdinalIgnoreCase);
        if (returning < 0) return false;
        var end = text.IndexOf(';', returning);
        return end >= 0 && text.AsSpan(end + 1).ContainsAnyExcept(' ', '\r', '\n');
    }

    private static void SkipGuard(MySqlDbDataReader reader)
    {
        try
        {
            reader.NextResult();
        }
        catch
        {
            reader.Close();
            throw;
        }
    }

    private static bool IsTimeout(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is TimeoutException or SocketException { SocketErrorCode: SocketError.TimedOut }) return true;
        }

        return false;
    }

    private static OperationCanceledException Cancelled() => new("The statement was cancelled.");

    // What the driver would write wrongly: a DateOnly in the calendar of the culture, an offset in its own format,
    // and text cut to a size stated for the parameter.
    private void MakeParametersSafe()
    {
        foreach (MySqlParameter parameter in driver.Parameters)
        {
            switch (parameter.Value)
            {
                case string text:
                    if (parameter.Size < text.Length) parameter.Size = text.Length;
                    break;
                case byte[] bytes:
                    if (parameter.Size < bytes.Length) parameter.Size = bytes.Length;
                    break;
                case char character:
                    parameter.Value = character.ToString();
                    break;
                case DateOnly date:
                    parameter.MySqlDbType = MySqlDbType.Date;
                    parameter.Value = date.ToDateTime(TimeOnly.MinValue);
                    break;
                case TimeOnly time:
                    parameter.MySqlDbType = MySqlDbType.Time;
                    parameter.Value = time.ToTimeSpan();
                    break;
                case DateTimeOffset instant:
                    parameter.MySqlDbType = MySqlDbType.DateTime;
                    parameter.Value = instant.UtcDateTime;
                    break;
                default:
                    break;
            }
        }
    }
}
