using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>
/// Orders the assignments of an UPDATE. The server runs them from left to right and each sees the values already
/// assigned, while LINQ means the values before the update: a column is read before it is written.
/// </summary>
internal static class AssignmentOrder
{
    public static IReadOnlyList<ColumnValueSetter> Of(IReadOnlyList<ColumnValueSetter> setters)
    {
        if (setters.Count < 2) return setters;

        var waiting = setters.ToList();
        var ordered = new List<ColumnValueSetter>(setters.Count);
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(setter => !waiting.Any(other => !Same(other, setter) && Reads(other.Value, setter.Column)));
            if (next < 0)
            {
                throw new InvalidOperationException(
                    "ExecuteUpdate exchanges the values of columns, which this server cannot do in one statement: "
                    + "it assigns from left to right. Update them one after the other through a third value.");
            }

            ordered.Add(waiting[next]);
            waiting.RemoveAt(next);
        }

        return ordered;
    }

    private static bool Same(ColumnValueSetter one, ColumnValueSetter other) => one.Column.Equals(other.Column);

    private static bool Reads(SqlExpression value, ColumnExpression column)
    {
        var finder = new ColumnFinder(column);
        finder.Visit(value);
        return finder.Found;
    }

    private sealed class ColumnFinder(ColumnExpression sought) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        public override Expression? Visit(Expression? node)
        {
            if (node is ColumnExpression column && column.TableAlias == sought.TableAlias && column.Name == sought.Name) Found = true;
            return Found ? node : base.Visit(node);
        }
    }
}
