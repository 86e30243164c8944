using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Query.Translators;

/// <summary><c>Convert.ToX</c>, <c>ToString</c> of numbers, identifiers and booleans, and <see cref="Guid.NewGuid"/>.</summary>
internal sealed class ConversionMethods(ISqlExpressionFactory sql, IRelationalTypeMappingSource mappings) : IMethodCallTranslator
{
    private static readonly HashSet<string> Conversions =
    [
        nameof(Convert.ToByte), nameof(Convert.ToInt16), nameof(Convert.ToInt32), nameof(Convert.ToInt64),
        nameof(Convert.ToDecimal), nameof(Convert.ToDouble), nameof(Convert.ToString),
    ];

    private static readonly HashSet<Type> Convertible =
    [
        typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(decimal), typeof(double), typeof(float), typeof(string),
    ];

    private static readonly HashSet<Type> Printable =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(decimal), typeof(Guid),
    ];

    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(Guid) && method.Name == nameof(Guid.NewGuid))
            return sql.Function("UUID", [], nullable: false, [], typeof(Guid));

        if (method.DeclaringType == typeof(Convert)
            && Conversions.Contains(method.Name)
            && arguments is [var argument]
            && Convertible.Contains(argument.Type.UnwrapNullable()))
        {
            return method.ReturnType == typeof(string)
                ? Print(argument)
                : sql.Convert(argument, method.ReturnType, mappings.FindMapping(method.ReturnType));
        }

        return instance is not null && method.Name == nameof(ToString) && arguments.Count == 0 ? Print(instance) : null;
    }

    private SqlExpression? Print(SqlExpression value)
    {
        var type = value.Type.UnwrapNullable();
        if (type == typeof(string)) return value;

        if (type == typeof(bool))
        {
            return sql.Case(
                [
                    new CaseWhenClause(sql.Equal(value, sql.Constant(true)), sql.Constant(bool.TrueString)),
                    new CaseWhenClause(sql.Equal(value, sql.Constant(false)), sql.Constant(bool.FalseString)),
                ],
                sql.Constant(string.Empty));
        }

        return Printable.Contains(type)
            ? sql.Coalesce(sql.Convert(value, typeof(string), mappings.FindMapping(typeof(string))), sql.Constant(string.Empty))
            : null;
    }
}
