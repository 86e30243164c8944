using System.Data;
using Massar.Infrastructure.MySql.Ado;
using Massar.Tests.Support;

namespace Massar.Tests.Infrastructure.MySql;

public sealed class AdoTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_session_is_strict_in_UTC_and_read_committed_over_socket_and_TCP(bool tcp)
    {
        var server = await MariaDbServer.Shared;
        await using var connection = new MySqlDbConnection(server.ConnectionString("", tcp));
        await connection.OpenAsync();

        Assert.Equal("+00:00", await connection.Scalar("SELECT @@time_zone"));
        Assert.Equal("READ-COMMITTED", await connection.Scalar("SELECT @@tx_isolation"));
        Assert.Contains("STRICT_TRANS_TABLES", (string)(await connection.Scalar("SELECT @@sql_mode"))!, StringComparison.Ordinal);
        Assert.Equal(1, Convert.ToInt32(await connection.Scalar("SELECT @@innodb_snapshot_isolation"), null));
    }
}

internal static class AdoShorthand
{
    public static async Task<object?> Scalar(this MySqlDbConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteScalarAsync();
    }

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
