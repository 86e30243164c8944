using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// The rows of a statement. It reads what the driver's own reader refuses or mangles: DateOnly, TimeOnly, DateTimeOffset, any number
/// as any other that holds it, text from binary expressions; never with regard to the current culture.
/// </summary>
[SuppressMessage("Naming", "CA1010:Generic interface should also be implemented", Justification = "ADO.NET's own shape.")]
public sealed class MySqlDbDataReader : DbDataReader
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private readonly MySqlDataReader driver;
    private readonly MySqlDbConnection connection;
    private readonly PhysicalConnection physical;
    private readonly MySqlDbCommand command;
    private readonly bool closesConnection;
    private bool isClosed;

    internal MySqlDbDataReader(MySqlDataReader driver, MySqlDbConnection connection, MySqlDbCommand command, bool closesConnection)
    {
        this.driver = driver;
        this.connection = connection;
        this.command = command;
        this.closesConnection = closesConnection;
        physical = connection.Physical;
    }

    /// <inheritdoc/>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override int FieldCount => driver.FieldCount;

    /// <inheritdoc/>
    public override bool HasRows => driver.HasRows;

    /// <inheritdoc/>
    public override bool IsClosed => isClosed;

    /// <inheritdoc/>
    public override int RecordsAffected => driver.RecordsAffected;

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <inheritdoc/>
    public override bool Read()
    {
        try
        {
            return driver.Read();
        }
        catch (Exception exception) when (exception is MySqlException or IOException or NullReferenceException)
        {
            EndAfter(exception);
            if (command.Explain(exception, physical) is { } better) ExceptionDispatchInfo.Throw(better);
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool NextResult()
    {
        try
        {
            return driver.NextResult();
        }
        catch (Exception exception) when (exception is MySqlException or IOException or NullReferenceException)
        {
            EndAfter(exception);
            if (command.Explain(exception, physical) is { } better) ExceptionDispatchInfo.Throw(better);
            throw;
        }
    }

    /// <summary>Reads what is left, so that the connection is free for the next statement.</summary>
    public override void Close()
    {
        if (isClosed) return;
        isClosed = true;
        try
        {
            driver.Close();
        }
        catch (Exception exception) when (exception is MySqlException or IOException or NullReferenceException)
        {
            physical.IsDirty = true;
            // After a kill the driver clears a flag by a statement that is meant to fail.
            if (!command.IsCancelled && exception is MySqlException { Number: not 0 }) throw;
        }
        finally
        {
            connection.Reader = null;
            if (closesConnection) connection.Close();
        }
    }

    /// <inheritdoc/>
    public override string GetName(int ordinal) => driver.GetName(ordinal);

    /// <inheritdoc/>
    public override int GetOrdinal(string name) => driver.GetOrdinal(name);

    /// <inheritdoc/>
    public override string GetDataTypeName(int ordinal) => driver.GetDataTypeName(ordinal);

    /// <inheritdoc/>
    public override Type GetFieldType(int ordinal) => driver.GetFieldType(ordinal);

    /// <inheritdoc/>
    public override DataTable? GetSchemaTable() => driver.GetSchemaTable();

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => driver.IsDBNull(ordinal);

    /// <inheritdoc/>
    public override object GetValue(int ordinal) => driver.GetValue(ordinal);

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++) values[i] = GetValue(i);
        return count;
    }

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => GetValue(ordinal) switch
    {
        bool value => value,
        byte[] bits => bits.AsSpan().ContainsAnyExcept((byte)0),
        string text => decimal.Parse(text, NumberStyles.Number, Invariant) != 0,
        var number => Convert.ToBoolean(number, Invariant),
    };

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => Convert.ToByte(Number(ordinal), Invariant);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => Number(ordinal) is short value ? value : Convert.ToInt16(Number(ordinal), Invariant);

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => driver.GetFieldType(ordinal) == typeof(int)
        ? driver.GetInt32(ordinal)
        : Convert.ToInt32(Number(ordinal), Invariant);

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => driver.GetFieldType(ordinal) == typeof(long)
        ? driver.GetInt64(ordinal)
        : Convert.ToInt64(Number(ordinal), Invariant);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => Convert.ToSingle(Number(ordinal), Invariant);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => Convert.ToDouble(Number(ordinal), Invariant);

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal) => Convert.ToDecimal(Number(ordinal), Invariant);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) => GetString(ordinal)[0];

    /// <inheritdoc/>
    public override string GetString(int ordinal) => GetValue(ordinal) switch
    {
        string text => text,
        // Binary by its expression only, such as COALESCE with a null parameter.
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        // A CHAR(36) that looks like one.
        Guid guid => guid.ToString(),
        DBNull => throw new InvalidCastException($"Column {GetName(ordinal)} is null."),
        var other => Convert.ToString(other, Invariant)!,
    };

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => GetValue(ordinal) switch
    {
        Guid guid => guid,
        byte[] { Length: 16 } bytes => new Guid(bytes, bigEndian: true),
        byte[] bytes => Guid.Parse(Encoding.ASCII.GetString(bytes)),
        var text => Guid.Parse(Convert.ToString(text, Invariant)!),
    };

    /// <inheritdoc/>
    public override DateTime GetDateTime(int ordinal) => GetValue(ordinal) switch
    {
        DateTime value => value,
        byte[] bytes => ParseDateTime(Encoding.ASCII.GetString(bytes)),
        string text => ParseDateTime(text),
        var other => throw new InvalidCastException($"Column {GetName(ordinal)} holds a {other.GetType().Name}, not a date."),
    };

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        var bytes = (byte[])GetValue(ordinal);
        if (buffer is null) return bytes.Length;
        var count = (int)Math.Max(0, Math.Min(length, bytes.Length - dataOffset));
        Array.Copy(bytes, dataOffset, buffer, bufferOffset, count);
        return count;
    }

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
    {
        var text = GetString(ordinal);
        if (buffer is null) return text.Length;
        var count = (int)Math.Max(0, Math.Min(length, text.Length - dataOffset));
        text.CopyTo((int)dataOffset, buffer, bufferOffset, count);
        return count;
    }

    /// <inheritdoc/>
    public override T GetFieldValue<T>(int ordinal)
    {
        var wanted = typeof(T);
        if (wanted == typeof(object)) return (T)GetValue(ordinal);
        if (IsDBNull(ordinal))
        {
            return default(T) is null && Nullable.GetUnderlyingType(wanted) is not null
                ? default!
                : wanted == typeof(DBNull) ? (T)(object)DBNull.Value : throw new InvalidCastException($"Column {GetName(ordinal)} is null.");
        }

        return (T)Converted(ordinal, Nullable.GetUnderlyingType(wanted) ?? wanted);
    }

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }

    private void EndAfter(Exception exception)
    {
        if (MySqlDbCommand.ServerErrorIn(exception) is not null && DriverRepair.EndResults(driver, physical.Driver)) return;
        physical.KillOnServer();
    }

    private static DateTime ParseDateTime(string text) => DateTime.Parse(text, Invariant, DateTimeStyles.None);

    // A number as the driver read it; text (an expression the server typed as such) becomes a decimal or a double.
    private object Number(int ordinal)
    {
        var value = GetValue(ordinal);
        if (value is byte[] bytes)
        {
            // BIT(n) arrives as a number; bytes are text of a binary-typed expression.
            value = Encoding.ASCII.GetString(bytes);
        }

        if (value is not string text) return value;
        return decimal.TryParse(text, NumberStyles.Number, Invariant, out var exact)
            ? exact
            : double.Parse(text, NumberStyles.Float, Invariant);
    }

    private object Converted(int ordinal, Type wanted)
    {
        if (wanted == typeof(string)) return GetString(ordinal);
        if (wanted == typeof(bool)) return GetBoolean(ordinal);
        if (wanted == typeof(DateTime)) return GetDateTime(ordinal);
        if (wanted == typeof(DateOnly)) return DateOnly.FromDateTime(GetDateTime(ordinal));
        if (wanted == typeof(TimeSpan)) return Duration(ordinal);
        if (wanted == typeof(TimeOnly)) return TimeOnly.FromTimeSpan(Duration(ordinal));
        if (wanted == typeof(DateTimeOffset)) return new DateTimeOffset(DateTime.SpecifyKind(GetDateTime(ordinal), DateTimeKind.Utc));
        if (wanted == typeof(Guid)) return GetGuid(ordinal);
        if (wanted == typeof(char)) return GetChar(ordinal);

        if (wanted == typeof(byte[]))
        {
            return GetValue(ordinal) switch
            {
                byte[] bytes => bytes,
                string text => Encoding.UTF8.GetBytes(text),
                var other => throw new InvalidCastException($"Column {GetName(ordinal)} holds a {other.GetType().Name}, not bytes."),
            };
        }

        if (wanted == typeof(Stream)) return new MemoryStream((byte[])GetValue(ordinal), writable: false);
        if (wanted == typeof(TextReader)) return new StringReader(GetString(ordinal));
        if (wanted.IsEnum) return Enum.ToObject(wanted, Convert.ChangeType(Number(ordinal), Enum.GetUnderlyingType(wanted), Invariant));

        return Convert.ChangeType(Number(ordinal), wanted, Invariant);
    }

    private TimeSpan Duration(int ordinal) => GetValue(ordinal) switch
    {
        TimeSpan value => value,
        DateTime value => value.TimeOfDay,
        byte[] bytes => ParseDuration(Encoding.ASCII.GetString(bytes)),
        string text => ParseDuration(text),
        var other => throw new InvalidCastException($"Column {GetName(ordinal)} holds a {other.GetType().Name}, not a time."),
    };

    // "-838:59:59.000000", which TimeSpan.Parse does not take, or "34 22:59:59", the driver's way to write a parameter.
    private static TimeSpan ParseDuration(string text)
    {
        var isNegative = text.StartsWith('-');
        var unsigned = text.AsSpan().TrimStart('-');
        var blank = unsigned.IndexOf(' ');
        var days = blank < 0 ? 0 : int.Parse(unsigned[..blank], NumberStyles.None, Invariant);
        var parts = unsigned[(blank + 1)..].ToString().Split(':');
        var span = TimeSpan.FromDays(days)
            + TimeSpan.FromHours(int.Parse(parts[0], Invariant))
            + TimeSpan.FromMinutes(parts.Length > 1 ? int.Parse(parts[1], Invariant) : 0)
            + TimeSpan.FromTicks(parts.Length > 2 ? (long)(decimal.Parse(parts[2], Invariant) * TimeSpan.TicksPerSecond) : 0);
        return isNegative ? -span : span;
    }
}
