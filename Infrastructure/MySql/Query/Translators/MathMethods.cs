using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Massar.Infrastructure.MySql.Query.Translators;

/// <summary>
/// <see cref="Math"/>, and the same methods on the number types. The server rounds a half away from zero, which .NET calls
/// <see cref="MidpointRounding.AwayFromZero"/>; for plain <c>Math.Round</c>, which rounds to even, the last digit may differ.
/// </summary>
internal sealed class MathMethods(ISqlExpressionFactory sql) : IMethodCallTranslator
{
    private static readonly HashSet<Type> Owners =
    [
        typeof(Math), typeof(MathF), typeof(decimal), typeof(double), typeof(float), typeof(int), typeof(long), typeof(short),
    ];

    private static readonly Dictionary<string, string> SameType = new()
    {
        [nameof(Math.Abs)] = "ABS",
        [nameof(Math.Ceiling)] = "CEILING",
        [nameof(Math.Floor)] = "FLOOR",
    };

    private static readonly Dictionary<string, string> Analytic = new()
    {
        [nameof(Math.Pow)] = "POWER",
        [nameof(Math.Sqrt)] = "SQRT",
        [nameof(Math.Exp)] = "EXP",
        [nameof(Math.Log10)] = "LOG10",
        [nameof(Math.Log2)] = "LOG2",
        [nameof(Math.Sin)] = "SIN",
        [nameof(Math.Cos)] = "COS",
        [nameof(Math.Tan)] = "TAN",
        [nameof(Math.Asin)] = "ASIN",
        [nameof(Math.Acos)] = "ACOS",
        [nameof(Math.Atan)] = "ATAN",
        [nameof(Math.Atan2)] = "ATAN2",
    };

    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (instance is not null || method.DeclaringType is null || !Owners.Contains(method.DeclaringType)) return null;

        if (SameType.TryGetValue(method.Name, out var function) && arguments.Count == 1)
            return Call(function, method.ReturnType, keepMapping: true, arguments);

        if (Analytic.TryGetValue(method.Name, out function)) return Call(function, method.ReturnType, keepMapping: false, arguments);

        return (method.Name, arguments) switch
        {
            (nameof(Math.Sign), [_]) => Call("SIGN", typeof(int), keepMapping: false, arguments),
            (nameof(Math.Log), [_]) => Call("LN", method.ReturnType, keepMapping: false, arguments),
            (nameof(Math.Log), [var value, var newBase]) => Call("LOG", method.ReturnType, keepMapping: false, [newBase, value]),
            (nameof(Math.Truncate), [var value]) => Round("TRUNCATE", method, value, sql.Constant(0)),
            (nameof(Math.Round), [var value]) => Round("ROUND", method, value, sql.Constant(0)),
            (nameof(Math.Round), [var value, SqlConstantExpression { Value: MidpointRounding.AwayFromZero }])
                => Round("ROUND", method, value, sql.Constant(0)),
            (nameof(Math.Round), [var value, SqlConstantExpression { Value: MidpointRounding.ToZero }])
                => Round("TRUNCATE", method, value, sql.Constant(0)),
            (nameof(Math.Round), [var value, var digits]) when digits.Type == typeof(int) => Round("ROUND", method, value, digits),
            (nameof(Math.Round), [var value, var digits, SqlConstantExpression { Value: MidpointRounding.AwayFromZero }])
                => Round("ROUND", method, value, digits),
            (nameof(Math.Round), [var value, var digits, SqlConstantExpression { Value: MidpointRounding.ToZero }])
                => Round("TRUNCATE", method, value, digits),
            _ => null,
        };
    }

    private SqlExpression Round(string function, MethodInfo method, SqlExpression value, SqlExpression digits)
        => sql.Function(
            function, [value, sql.ApplyDefaultTypeMapping(digits)], nullable: true, [true, true], method.ReturnType, value.TypeMapping);

    private SqlExpression Call(string function, Type type, bool keepMapping, IReadOnlyList<SqlExpression> arguments)
    {
        var mapping = ExpressionExtensions.InferTypeMapping(arguments);
        return sql.Function(
            function,
            arguments.Select(argument => sql.ApplyTypeMapping(argument, mapping)),
            nullable: true,
            arguments.Select(_ => true),
            type,
            keepMapping ? mapping : null);
    }
}
