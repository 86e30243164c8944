using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Query.Translators;

/// <summary><c>string.Join</c> and <c>string.Concat</c> over a group. Nulls count as empty pieces, as in .NET.</summary>
internal sealed class StringAggregates(ISqlExpressionFactory sql, IRelationalTypeMappingSource mappings) : IAggregateMethodCallTranslator
{
    public SqlExpression? Translate(
        MethodInfo method,
        EnumerableExpression source,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(string) || source.Selector is not SqlExpression { } selector || selector.Type != typeof(string))
            return null;

        SqlExpression? separator = method.Name switch
        {
            nameof(string.Concat) => sql.Constant(string.Empty),
            // The grammar takes a literal only.
            nameof(string.Join) when arguments is [SqlConstantExpression { Value: string } literal] => literal,
            _ => null,
        };

        if (separator is null) return null;

        var mapping = mappings.FindMapping(typeof(string));
        var value = sql.Coalesce(sql.ApplyDefaultTypeMapping(selector), sql.Constant(string.Empty));
        if (source.Predicate is { } predicate) value = sql.Case([new CaseWhenClause(predicate, value)], elseResult: null);

        return sql.Coalesce(
            new MySqlGroupConcatExpression(
                value, source.IsDistinct, source.Orderings, sql.ApplyDefaultTypeMapping(separator), mapping),
            sql.Constant(string.Empty),
            mapping);
    }
}
