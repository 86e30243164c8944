using System.Text;
using Massar.Infrastructure.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace Massar.Infrastructure.MySql.Update;

/// <summary>
/// INSERT, UPDATE and DELETE of SaveChanges. MariaDB returns what it generated (RETURNING) for inserts, of many rows in one statement;
/// updates, and MySQL throughout, read it back with a SELECT guarded by ROW_COUNT().
/// </summary>
public sealed class MySqlUpdateSqlGenerator(UpdateSqlGeneratorDependencies dependencies, IMySqlOptions options)
    : UpdateAndSelectSqlGenerator(dependencies)
{
    /// <inheritdoc/>
    public override ResultSetMapping AppendInsertOperation(
        StringBuilder commandStringBuilder, IReadOnlyModificationCommand command, int commandPosition, out bool requiresTransaction)
        => AppendInsertOperations(commandStringBuilder, [command], commandPosition, out requiresTransaction);

    /// <summary>
    /// Rows of the same table, writing and reading back the same columns, in one statement where the server allows it.
    /// The mapping is that of each row; the last row of a shared result set is for the caller to mark.
    /// </summary>
    public ResultSetMapping AppendInsertOperations(
        StringBuilder commandStringBuilder,
        IReadOnlyList<IReadOnlyModificationCommand> commands,
        int commandPosition,
        out bool requiresTransaction)
    {
        ArgumentNullException.ThrowIfNull(commandStringBuilder);
        ArgumentNullException.ThrowIfNull(commands);

        var first = commands[0];
        var reads = first.ColumnModifications.Where(o => o.IsRead).ToList();

        if (reads.Count > 0 && !options.ServerVersion.Supports.Returning)
        {
            requiresTransaction = true;
            var mapping = ResultSetMapping.NoResults;
            for (var i = 0; i < commands.Count; i++)
                mapping = base.AppendInsertOperation(commandStringBuilder, commands[i], commandPosition + i, out _);
            return mapping;
        }

        requiresTransaction = false;
        var writes = first.ColumnModifications.Where(o => o.IsWrite).ToList();
        AppendInsertCommandHeader(commandStringBuilder, first.TableName, first.Schema, writes);
        // The column list may be empty, but not missing, when there is nothing to write.
        if (writes.Count == 0) commandStringBuilder.Append(" ()");
        commandStringBuilder.AppendLine().Append("VALUES ");
        for (var i = 0; i < commands.Count; i++)
        {
            if (i > 0) commandStringBuilder.AppendLine(",");
            if (writes.Count == 0)
                commandStringBuilder.Append("()");
            else
                AppendValues(commandStringBuilder, first.TableName, first.Schema, commands[i].ColumnModifications.Where(o => o.IsWrite).ToList());
        }

        if (reads.Count > 0) AppendReturningClause(commandStringBuilder, reads);
        commandStringBuilder.AppendLine(SqlGenerationHelper.StatementTerminator);

        if (reads.Count == 0) return ResultSetMapping.NoResults;
        return commands.Count == 1 ? ResultSetMapping.LastInResultSet : ResultSetMapping.NotLastInResultSet;
    }

    /// <inheritdoc/>
    protected override ResultSetMapping AppendSelectAffectedCountCommand(
        StringBuilder commandStringBuilder, string name, string? schema, int commandPosition)
    {
        ArgumentNullException.ThrowIfNull(commandStringBuilder);
        commandStringBuilder.Append("SELECT ROW_COUNT()").AppendLine(SqlGenerationHelper.StatementTerminator).AppendLine();
        return ResultSetMapping.LastInResultSet | ResultSetMapping.ResultSetWithRowsAffectedOnly;
    }

    /// <inheritdoc/>
    protected override void AppendRowsAffectedWhereCondition(StringBuilder commandStringBuilder, int expectedRowsAffected)
    {
        ArgumentNullException.ThrowIfNull(commandStringBuilder);
        commandStringBuilder.Append("ROW_COUNT() = ").Append(expectedRowsAffected);
    }

    /// <inheritdoc/>
    protected override void AppendIdentityWhereCondition(StringBuilder commandStringBuilder, IColumnModification columnModification)
    {
        ArgumentNullException.ThrowIfNull(commandStringBuilder);
        ArgumentNullException.ThrowIfNull(columnModification);
        SqlGenerationHelper.DelimitIdentifier(commandStringBuilder, columnModification.ColumnName);
        commandStringBuilder.Append(" = LAST_INSERT_ID()");
    }

    /// <inheritdoc/>
    protected override void AppendValuesHeader(StringBuilder commandStringBuilder, IReadOnlyList<IColumnModification> operations)
    {
        ArgumentNullException.ThrowIfNull(commandStringBuilder);
        ArgumentNullException.ThrowIfNull(operations);
        commandStringBuilder.AppendLine().Append(operations.Count > 0 ? "VALUES " : "() VALUES ()");
    }
}
