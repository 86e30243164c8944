using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.MySql.Ado;
using Massar.Infrastructure.MySql.Storage;
using Massar.Tests.Support;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>The ADO.NET layer on its own: sessions, parameters and what its reader reads.</summary>
public sealed class AdoTests
{
    public static readonly TheoryData<string> Cultures = ["en-US", "ar-SA", "fa-IR"];

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_session_is_strict_in_UTC_and_read_committed_over_socket_and_TCP(bool tcp)
    {
        var server = await MariaDbServer.Shared;
        await using var connection = new MySqlDbConnection(server.ConnectionString("", tcp));
        await connection.OpenAsync();

        Assert.Equal("+00:00", await connection.Scalar("SELECT @@time_zone"));
        Assert.Equal("READ-COMMITTED", await connection.Scalar("SELECT @@tx_isolation"));
        Assert.Contains("STRICT_TRANS_TABLES", (string)(await connection.Scalar("SELECT @@sql_mode"))!, StringComparison.Ordinal);
        Assert.Equal("1", Convert.ToString(await connection.Scalar("SELECT @@innodb_snapshot_isolation"), CultureInfo.InvariantCulture));
    }

    [Theory, MemberData(nameof(Cultures))]
    public async Task Values_without_a_type_keep_their_meaning_under_every_culture(string culture)
    {
        using var _ = new Culture(culture);
        await using var connection = await Open();

        Assert.StartsWith("2024-05-06", await connection.Text("@p", new DateOnly(2024, 5, 6)), StringComparison.Ordinal);
        Assert.Equal("23:59:58.123456", await connection.Text("CAST(@p AS TIME(6))", new TimeOnly(23, 59, 58, 123, 456)));
        Assert.Equal("-30:00:00.000000", await connection.Text("CAST(@p AS TIME(6))", TimeSpan.FromHours(-30)));
        Assert.Equal("2024-05-06 09:30:00.000001",
            await connection.Text("@p", new DateTimeOffset(2024, 5, 6, 10, 30, 0, TimeSpan.FromHours(1)).AddMicroseconds(1)));
        Assert.Equal("-1234.5", await connection.Text("@p", -1234.5m));
        Assert.Equal("0.1", await connection.Text("@p", 0.1));
        Assert.Equal("x", await connection.Text("@p", 'x'));
        Assert.Equal(1, await connection.Scalar("SELECT @p = DATE '2024-05-06'", ("@p", new DateOnly(2024, 5, 6))));
    }

    [Fact]
    public async Task A_size_stated_for_a_parameter_does_not_cut_its_value()
    {
        await using var connection = await Open();
        await using var command = connection.Command("SELECT CHAR_LENGTH(@p)", ("@p", "التلميذ"));
        command.Parameters[0].Size = 2;

        Assert.Equal(7, Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture));
    }

    [Theory, MemberData(nameof(Cultures))]
    public async Task The_reader_reads_what_a_statement_yields_as_any_type_that_holds_it(string culture)
    {
        using var _ = new Culture(culture);
        await using var connection = await Open();
        await using var command = connection.Command(
            """
            SELECT 1 = 1, 200 + 0, CAST(12.5 AS DECIMAL(5,2)), 1.5E0, DATE '2024-05-06', TIMESTAMP '2024-05-06 01:02:03.000004',
                   TIME '-838:59:59', TIME '23:59:59.999999', COALESCE(@none, 'نص'), CAST('a3b1c5d7-0000-4000-8000-00000000000f' AS CHAR(36)),
                   18446744073709551615, X'00FF', NULL, '7'
            """, ("@none", null));
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        Assert.True(reader.GetBoolean(0));
        Assert.Equal(200, reader.GetByte(1));
        Assert.Equal(200, reader.GetInt16(1));
        Assert.Equal(200UL, reader.GetFieldValue<ulong>(1));
        Assert.Equal(DayOfWeek.Monday, reader.GetFieldValue<DayOfWeek>(0));
        Assert.Equal(12.5m, reader.GetDecimal(2));
        Assert.Equal(12.5, reader.GetDouble(2));
        Assert.Equal(1.5f, reader.GetFloat(3));
        Assert.Equal(new DateOnly(2024, 5, 6), reader.GetFieldValue<DateOnly>(4));
        Assert.Equal(new DateTime(2024, 5, 6, 1, 2, 3).AddMicroseconds(4), reader.GetDateTime(5));
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 1, 2, 3, TimeSpan.Zero).AddMicroseconds(4), reader.GetFieldValue<DateTimeOffset>(5));
        Assert.Equal(-new TimeSpan(838, 59, 59), reader.GetFieldValue<TimeSpan>(6));
        Assert.Equal(new TimeOnly(23, 59, 59, 999, 999), reader.GetFieldValue<TimeOnly>(7));
        Assert.Equal("نص", reader.GetString(8));
        Assert.Equal("a3b1c5d7-0000-4000-8000-00000000000f", reader.GetString(9));
        Assert.Equal(new Guid("a3b1c5d7-0000-4000-8000-00000000000f"), reader.GetGuid(9));
        Assert.Equal(ulong.MaxValue, reader.GetFieldValue<ulong>(10));
        Assert.Equal([0, 255], reader.GetFieldValue<byte[]>(11));
        Assert.True(reader.IsDBNull(12));
        Assert.Null(reader.GetFieldValue<int?>(12));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<int>(12));
        Assert.Equal(7, reader.GetInt32(13));
    }

    [Fact]
    public async Task Matched_rows_count_as_affected_even_when_nothing_changes()
    {
        await using var connection = await Open();
        await connection.Execute("CREATE TEMPORARY TABLE t (id INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 5)");

        Assert.Equal(1, await connection.Execute("UPDATE t SET v = 5 WHERE id = 1"));
    }

    [Theory]
    [InlineData("INSERT INTO {0} VALUES (-1),(1) RETURNING id")]
    [InlineData("INSERT INTO {0} VALUES (1),(-1) RETURNING id")]
    [InlineData("INSERT INTO {0} VALUES (-1) RETURNING id; SELECT 1")]
    [InlineData("SELECT 1; INSERT INTO {0} VALUES (1),(2),(-1),(4) RETURNING id; SELECT 2")]
    [InlineData("SELECT 1; INSERT INTO {0} VALUES (-1) RETURNING id; SELECT 2")]
    [InlineData("SELECT 1; INSERT INTO {0} VALUES (-1); SELECT 2")]
    [InlineData("INSERT INTO {0} VALUES (-1); SELECT 2")]
    public async Task A_row_refused_after_others_were_returned_fails_at_once_and_leaves_the_transaction_usable(string sql)
    {
        await using var connection = await Open();
        var table = "test.refused_" + Guid.NewGuid().ToString("N");
        await connection.Execute($"CREATE DATABASE IF NOT EXISTS test; CREATE TABLE {table} (id INT PRIMARY KEY CHECK (id > 0))");
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.Execute($"INSERT INTO {table} VALUES (99)");

        var started = Stopwatch.StartNew();
        var error = await Assert.ThrowsAnyAsync<DbException>(async () =>
        {
            await using var command = connection.Command(string.Format(CultureInfo.InvariantCulture, sql, table));
            await using var reader = await command.ExecuteReaderAsync();
            do
            {
                while (await reader.ReadAsync())
                {
                }
            }
            while (await reader.NextResultAsync());
        });
        Assert.True(MySqlErrorClassifier.Instance.Classify(error) == DbErrorKind.CheckViolation, error.ToString());
        Assert.Contains("CONSTRAINT", error.Message, StringComparison.Ordinal);
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(5), $"{started.Elapsed}");

        await transaction.CommitAsync();
        Assert.Equal(1L, await connection.Scalar($"SELECT COUNT(*) FROM {table} WHERE id = 99"));
    }

    [Fact]
    public async Task Statements_after_a_returning_one_yield_their_results_in_order()
    {
        await using var connection = await Open();
        await connection.Execute("CREATE TEMPORARY TABLE r (id INT)");
        await using var command = connection.Command("INSERT INTO r VALUES (5),(6) RETURNING id; SELECT 7");
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<int>();
        do
        {
            while (await reader.ReadAsync()) values.Add(reader.GetInt32(0));
        }
        while (await reader.NextResultAsync());

        Assert.Equal([5, 6, 7], values);
    }

    [Fact]
    public async Task One_reader_at_a_time_and_none_left_behind()
    {
        var server = await MariaDbServer.Shared;
        await using var connection = new MySqlDbConnection(server.ConnectionString("") + ";Maximum Pool Size=1;Connection Lifetime=77");
        await connection.OpenAsync();
        var reader = await connection.Command("SELECT 1 UNION SELECT 2").ExecuteReaderAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.Scalar("SELECT 3"));
        Assert.True(await reader.ReadAsync());

        await connection.CloseAsync();
        Assert.True(reader.IsClosed);
        await connection.OpenAsync();
        Assert.Equal(3, Convert.ToInt32(await connection.Scalar("SELECT 3"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_factory_and_the_connection_strings_agree()
    {
        var server = await MariaDbServer.Shared;
        await using var connection = MySqlDbFactory.Instance.CreateConnection();
        connection.ConnectionString = server.ConnectionString("information_schema");
        await connection.OpenAsync();

        Assert.Equal("information_schema", connection.Database);
        Assert.Equal(server.Socket, connection.DataSource);
        Assert.Same(MySqlDbFactory.Instance, DbProviderFactories.GetFactory(connection));
        await connection.ChangeDatabaseAsync("mysql");
        Assert.Equal("mysql", connection.Database);
        await connection.CloseAsync();
        await connection.OpenAsync();
        Assert.Equal("information_schema", await ((MySqlDbConnection)connection).Scalar("SELECT DATABASE()"));
    }

    [Fact]
    public void Several_hosts_in_a_connection_string_are_refused()
        => Assert.Throws<ArgumentException>(() => new MySqlDbConnection("Server=a,b;Database=x").Open());

    private static async Task<MySqlDbConnection> Open()
    {
        var server = await MariaDbServer.Shared;
        var connection = new MySqlDbConnection(server.ConnectionString("") + ";Database=mysql");
        await connection.OpenAsync();
        return connection;
    }
}

/// <summary>The culture of the current test, put back at its end.</summary>
internal sealed class Culture : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public Culture(string name) => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);

    public void Dispose() => CultureInfo.CurrentCulture = before;
}

internal static class AdoShorthand
{
    public static async Task<object?> Scalar(this MySqlDbConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>What the server makes of a parameter, as text it wrote itself.</summary>
    public static async Task<string> Text(this MySqlDbConnection connection, string expression, object value)
        => (string)(await connection.Scalar($"SELECT CAST({expression} AS CHAR(60))", ("@p", value)))!;

    public static async Task<int> Execute(this MySqlDbConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public static MySqlDbCommand Command(this MySqlDbConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        var command = (MySqlDbCommand)connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
