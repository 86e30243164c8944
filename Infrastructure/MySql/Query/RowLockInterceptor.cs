using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>
/// Ends a query tagged <c>lock:update</c> or <c>lock:skip</c> with <c>FOR UPDATE</c> or <c>FOR UPDATE SKIP LOCKED</c>.
/// UseMySql registers it by itself.
/// </summary>
/// <remarks>A tagged query outside a transaction fails, for its locks would be gone before the rows arrive.</remarks>
public sealed class RowLockInterceptor : DbCommandInterceptor
{
    private const string SkipLine = "-- " + MySqlRowLockExtensions.SkipTag;
    private const string UpdateLine = "-- " + MySqlRowLockExtensions.UpdateTag;

    /// <inheritdoc />
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Lock(command);
        return result;
    }

    /// <inheritdoc />
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Lock(command);
        return ValueTask.FromResult(result);
    }

    private static void Lock(DbCommand command)
    {
        if (Clause(command.CommandText) is not { } clause) return;

        if (command.Transaction is null)
            throw new InvalidOperationException("A query with a row lock needs a transaction: without one its locks end with the statement.");

        command.CommandText = $"{command.CommandText.TrimEnd().TrimEnd(';')}\n{clause}";
    }

    /// <summary>Tags are the comment lines before the statement; the first line that is no comment ends the search.</summary>
    private static string? Clause(string sql)
    {
        if (!sql.StartsWith("--", StringComparison.Ordinal)) return null;

        foreach (var line in sql.AsSpan().EnumerateLines())
        {
            var text = line.TrimEnd();
            if (text.IsEmpty) continue;
            if (!text.StartsWith("--", StringComparison.Ordinal)) return null;
            if (text.SequenceEqual(SkipLine)) return "FOR UPDATE SKIP LOCKED";
            if (text.SequenceEqual(UpdateLine)) return "FOR UPDATE";
        }

        return null;
    }
}
