using System.Data.Common;
using System.Globalization;
using System.Text;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.Seeding;

/// <summary>
/// Writes many rows of one entity in multi-row INSERT statements of about one megabyte, outside the change tracker:
/// for demo data only, where nobody's work is audited.
/// </summary>
public sealed class BulkWriter(MassarDb db)
{
    private const int StatementSize = 1_000_000;
    private readonly Dictionary<Type, Table> tables = [];

    public async Task Insert<T>(IReadOnlyCollection<T> rows, CancellationToken ct) where T : class
    {
        if (rows.Count == 0)
            return;
        if (!tables.TryGetValue(typeof(T), out var table))
            tables[typeof(T)] = table = new Table(db.Model.FindEntityType(typeof(T))!);

        var sql = new StringBuilder(StatementSize + 4096);
        // One statement is on its way while the next is written.
        var sent = Task.CompletedTask;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            foreach (var row in rows)
            {
                sql.Append(sql.Length == 0 ? table.Head : ",\n");
                table.Write(sql, row);
                if (sql.Length >= StatementSize)
                    await Next();
            }

            if (sql.Length > 0)
                await Next();
        }
        finally
        {
            try
            {
                await sent;
            }
            finally
            {
                await db.Database.CloseConnectionAsync();
            }
        }

        async Task Next()
        {
            await sent;
            var text = sql.ToString();
            sql.Clear();
            sent = Task.Run(() => Send(text), ct);
        }

        async Task Send(string text)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = text;
            command.CommandTimeout = 300;
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private sealed class Table
    {
        private readonly List<(Func<object, object?> Get, RelationalTypeMapping Mapping)> columns = [];

        public Table(IEntityType entity)
        {
            var names = new List<string>();
            foreach (var property in entity.GetProperties())
            {
                if (property.PropertyInfo is not { } info || property.GetComputedColumnSql() is not null)
                    continue;
                names.Add($"`{property.GetColumnName()}`");
                columns.Add((info.GetValue, property.GetRelationalTypeMapping()));
            }

            Head = $"INSERT INTO `{entity.GetTableName()}` ({string.Join(',', names)}) VALUES ";
        }

        public string Head { get; }

        public void Write(StringBuilder sql, object row)
        {
            sql.Append('(');
            for (var i = 0; i < columns.Count; i++)
            {
                if (i > 0)
                    sql.Append(',');
                var (get, mapping) = columns[i];
                switch (get(row))
                {
                    case null: sql.Append("NULL"); break;
                    case int number: sql.Append(number); break;
                    case long number: sql.Append(number); break;
                    case bool flag: sql.Append(flag ? '1' : '0'); break;
                    case decimal number: sql.Append(number.ToString(CultureInfo.InvariantCulture)); break;
                    case DateOnly day: sql.Append('\'').Append(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append('\''); break;
                    case DateTime instant: sql.Append('\'').Append(instant.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)).Append('\''); break;
                    case Enum value: sql.Append(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
                    case string text: sql.Append('\'').Append(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)).Append('\''); break;
                    case byte[] bytes: sql.Append("X'").Append(Convert.ToHexString(bytes)).Append('\''); break;
                    case var other: sql.Append(mapping.GenerateSqlLiteral(other)); break;
                }
            }

            sql.Append(')');
        }
    }
}
