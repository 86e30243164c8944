using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Massar.Infrastructure.Data;

/// <summary>Counts the SQL commands of the current flow, so that tests and the bench can say "this page asks three times".</summary>
public sealed class StatementCounter : DbCommandInterceptor
{
    private static readonly AsyncLocal<Tally?> Current = new();

    /// <summary>Starts counting in this flow; the tally fills while the work runs.</summary>
    public static Tally Start() => Current.Value = new Tally();

    /// <summary>For statements that go past the model (<see cref="HandReads"/>).</summary>
    internal static void Count(string statement) => Current.Value?.Add(statement);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Current.Value?.Add(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Current.Value?.Add(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Current.Value?.Add(command.CommandText);
        return ValueTask.FromResult(result);
    }

    /// <summary>The commands sent so far.</summary>
    public sealed class Tally
    {
        private readonly List<string> commands = [];

        public IReadOnlyList<string> Commands => commands;

        internal void Add(string command)
        {
            lock (commands)
                commands.Add(command);
        }
    }
}
