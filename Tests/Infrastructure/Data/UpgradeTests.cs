using System.Data.Common;
using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Massar.Tests.Infrastructure.Data;

/// <summary>
/// A new version finds the database of the one before, with people's rows in it. Whatever migrations there are: each is applied
/// onto tables that hold rows, and what was there is still there, value by value.
/// </summary>
public sealed class UpgradeTests
{
    private const int RowsPerTable = 3;

    /// <summary>Columns a migration rewrites on purpose: "Migration: Table.Column".</summary>
    private static readonly HashSet<string> Rewritten = [];

    [Fact]
    public async Task Every_migration_keeps_the_rows_it_finds()
    {
        await using var db = Context(await (await MariaDbServer.Shared).CreateDatabase());
        var migrations = db.Database.GetMigrations().ToList();
        Assert.NotEmpty(migrations);
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        await db.GetService<IMigrator>().MigrateAsync(migrations[0]);
        await Fill(connection);

        foreach (var migration in migrations.Skip(1))
        {
            var before = await Contents(connection);
            await db.GetService<IMigrator>().MigrateAsync(migration);
            var after = await Contents(connection);
            foreach (var (table, columns) in before.Where(t => after.ContainsKey(t.Key)))
                foreach (var (column, values) in columns.Where(c => after[table].ContainsKey(c.Key) && !Rewritten.Contains($"{migration}: {table}.{c.Key}")))
                    Assert.True(values.SequenceEqual(after[table][column]), $"{migration} changed {table}.{column}: {string.Join(" | ", values)} became {string.Join(" | ", after[table][column])}");
            await Fill(connection);
        }

        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.True((await Contents(connection)).Count > 50);
    }

    [Fact]
    public async Task The_upgraded_schema_is_the_one_of_an_empty_database()
    {
        var server = await MariaDbServer.Shared;
        await using var upgraded = Context(await server.CreateDatabase());
        foreach (var migration in upgraded.Database.GetMigrations())
            await upgraded.GetService<IMigrator>().MigrateAsync(migration);
        await using var made = Context(await server.CreateDatabase());
        await made.GetService<Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator>().CreateTablesAsync();

        Assert.False(upgraded.Database.HasPendingModelChanges(), "The model says more than the migrations: ./massar migrate add NAME");
        var (expected, actual) = (await Schema(made), await Schema(upgraded));
        Assert.Equal(expected.Except(actual), actual.Except(expected));
        Assert.True(expected.Count > 500);
    }

    [Fact]
    public async Task Notices_from_before_lose_their_codes_and_learn_whose_child_they_are_about()
    {
        await using var db = Context(await (await MariaDbServer.Shared).CreateDatabase());
        var before = db.Database.GetMigrations().TakeWhile(m => !m.EndsWith("_Exports", StringComparison.Ordinal)).ToList();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        await db.GetService<IMigrator>().MigrateAsync(before[^1]);
        await Fill(connection);
        await Run(connection, """UPDATE Notices SET `Key` = 'registration-code/0a', Template = 'notices.registration-code', Args = '["123456"]' WHERE Id = 1""");
        await Run(connection, """UPDATE Notices SET `Key` = 'marks-published/5/202611211000/p7/g8', Template = 'notices.marks-published', Args = '["Salma"]' WHERE Id = 2""");
        await Run(connection, """UPDATE Notices SET `Key` = 'absence/2/g9', Template = 'notices.absence', Args = '["Salma"]' WHERE Id = 3""");

        await db.Database.MigrateAsync();

        var rows = await Rows(connection, "SELECT Args, GuardianId, ChildId FROM Notices ORDER BY Id");
        Assert.Equal([["""["***"]""", null, null], ["""["Salma"]""", "8", "7"], ["""["Salma"]""", "9", "2"]], rows.Select(r => r.ToArray()));
    }

    // Every number of row n is n, so that what refers to a row finds one; texts and days differ from row to row, as unique keys ask.
    private static async Task Fill(DbConnection connection)
    {
        await Run(connection, "SET FOREIGN_KEY_CHECKS = 0");
        var tables = (await Rows(connection, """
            SELECT c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.CHARACTER_MAXIMUM_LENGTH, c.EXTRA
            FROM information_schema.COLUMNS AS c JOIN information_schema.TABLES AS t USING (TABLE_SCHEMA, TABLE_NAME)
            WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' AND c.TABLE_NAME NOT LIKE '\_\_%' AND c.GENERATION_EXPRESSION IS NULL
            ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION
            """)).GroupBy(c => c[0]!);
        foreach (var table in tables)
        {
            if ((await Rows(connection, $"SELECT COUNT(*) FROM `{table.Key}`"))[0][0] != "0")
                continue;
            for (var n = 1; n <= RowsPerTable; n++)
                await Run(connection, $"INSERT INTO `{table.Key}` ({string.Join(", ", table.Select(c => $"`{c[1]}`"))}) VALUES ({string.Join(", ", table.Select(c => Value(c[2]!, c[3], n)))})");
        }

        await Run(connection, "SET FOREIGN_KEY_CHECKS = 1");
    }

    private static string Value(string type, string? length, int n) => type switch
    {
        "tinyint" or "smallint" or "int" or "bigint" or "decimal" or "double" or "float" => n.ToString(CultureInfo.InvariantCulture),
        "date" => $"'2020-01-0{n}'",
        "datetime" or "timestamp" => $"'2020-01-0{n} 08:00:00.123456'",
        "time" => $"'08:00:0{n}'",
        "binary" or "varbinary" or "blob" or "mediumblob" or "longblob" or "tinyblob" => $"UNHEX('{n:D2}{new string('0', type == "binary" ? (int.Parse(length!, CultureInfo.InvariantCulture) - 1) * 2 : 2)}')",
        "char" when length == "36" => $"'00000000-0000-0000-0000-00000000000{n}'",
        "char" or "varchar" or "text" or "mediumtext" or "longtext" or "tinytext" or "json" => $"'{n}'",
        _ => throw new NotSupportedException($"A column of type {type}: say here how to fill it."),
    };

    private static async Task<Dictionary<string, Dictionary<string, List<string?>>>> Contents(DbConnection connection)
    {
        var contents = new Dictionary<string, Dictionary<string, List<string?>>>(StringComparer.Ordinal);
        foreach (var table in await Rows(connection, "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME NOT LIKE '\\_\\_%'"))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM `{table[0]}` ORDER BY 1, 2";
            await using var reader = await command.ExecuteReaderAsync();
            var columns = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, _ => new List<string?>());
            while (await reader.ReadAsync())
                for (var i = 0; i < reader.FieldCount; i++)
                    columns[reader.GetName(i)].Add(Text(reader.GetValue(i)));
            contents[table[0]!] = columns;
        }

        return contents;
    }

    /// <summary>Columns and indexes, one line each.</summary>
    private static async Task<HashSet<string>> Schema(MassarDb db)
    {
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var columns = await Rows(connection, """
            SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME, EXTRA FROM information_schema.COLUMNS
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE '\_\_%'
            """);
        var indexes = await Rows(connection, """
            SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX) FROM information_schema.STATISTICS
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE '\_\_%' GROUP BY TABLE_NAME, INDEX_NAME, NON_UNIQUE
            """);
        return [.. columns.Concat(indexes).Select(r => string.Join(' ', r))];
    }

    private static async Task<List<string?[]>> Rows(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string?[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))]);
        return rows;
    }

    private static async Task Run(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static string? Text(object value) => value switch
    {
        DBNull => null,
        byte[] bytes => Convert.ToHexString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static MassarDb Context(string database) => new(new DbContextOptionsBuilder<MassarDb>().UseMySql(database, _ => { }).Options);
}
