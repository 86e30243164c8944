using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Query.Translators;

/// <summary><c>AddDays</c> and its like on dates and times, and the passages between <see cref="DateTime"/> and its parts.</summary>
internal sealed class DateMethods(ISqlExpressionFactory sql, IRelationalTypeMappingSource mappings) : IMethodCallTranslator
{
    private static readonly Dictionary<string, (string Unit, long Microseconds)> Units = new()
    {
        [nameof(DateTime.AddYears)] = ("YEAR", 0),
        [nameof(DateTime.AddMonths)] = ("MONTH", 0),
        [nameof(DateTime.AddDays)] = ("DAY", 86_400_000_000),
        [nameof(DateTime.AddHours)] = ("HOUR", 3_600_000_000),
        [nameof(DateTime.AddMinutes)] = ("MINUTE", 60_000_000),
        [nameof(DateTime.AddSeconds)] = ("SECOND", 1_000_000),
        [nameof(DateTime.AddMilliseconds)] = ("", 1_000),
        [nameof(DateTime.AddMicroseconds)] = ("MICROSECOND", 1),
    };

    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        var owner = method.DeclaringType;

        if (instance is not null && (owner == typeof(DateTime) || owner == typeof(DateTimeOffset) || owner == typeof(DateOnly))
            && arguments is [var amount] && Units.TryGetValue(method.Name, out var unit))
        {
            return Add(instance, amount, unit.Unit, unit.Microseconds);
        }

        return (method.Name, arguments) switch
        {
            (nameof(DateOnly.FromDateTime), [var moment]) when owner == typeof(DateOnly)
                => sql.Convert(moment, typeof(DateOnly), mappings.FindMapping(typeof(DateOnly))),
            (nameof(TimeOnly.FromDateTime), [var moment]) when owner == typeof(TimeOnly)
                => sql.Convert(moment, typeof(TimeOnly), mappings.FindMapping(typeof(TimeOnly))),
            (nameof(DateOnly.ToDateTime), [var time]) when owner == typeof(DateOnly) && instance is not null
                => sql.Function(
                    "TIMESTAMP",
                    [sql.ApplyDefaultTypeMapping(instance), sql.ApplyDefaultTypeMapping(time)],
                    nullable: true,
                    [true, true],
                    typeof(DateTime),
                    mappings.FindMapping(typeof(DateTime))),
            _ => null,
        };
    }

    private SqlExpression? Add(SqlExpression instance, SqlExpression amount, string unit, long microseconds)
    {
        var moment = sql.ApplyDefaultTypeMapping(instance);

        // A parameter reaches the server as text, and text plus a day is text.
        if (moment is SqlParameterExpression)
        {
            moment = sql.Function(
                moment.Type.UnwrapNullable() == typeof(DateOnly) ? "DATE" : "TIMESTAMP",
                [moment],
                nullable: true,
                [true],
                moment.Type,
                moment.TypeMapping);
        }

        var whole = amount.Type.UnwrapNullable() == typeof(int) ? amount : Whole(amount);
        if (whole is not null && unit.Length > 0) return TimestampAdd(moment, unit, sql.ApplyDefaultTypeMapping(whole));
        if (microseconds == 0) return null;

        var fraction = sql.ApplyDefaultTypeMapping(amount);
        var product = sql.Multiply(fraction, sql.Constant((double)microseconds, fraction.TypeMapping), fraction.TypeMapping);
        return TimestampAdd(moment, "MICROSECOND", sql.Convert(product, typeof(long), mappings.FindMapping(typeof(long))));
    }

    /// <summary>The integer behind a double argument, if it is one: the compiler widens <c>AddDays(3)</c>.</summary>
    private SqlExpression? Whole(SqlExpression amount)
        => amount switch
        {
            SqlConstantExpression { Value: double value } when Math.Floor(value) == value && Math.Abs(value) < int.MaxValue
                => sql.Constant((long)value),
            SqlUnaryExpression { OperatorType: ExpressionType.Convert, Operand: var operand } when StoreTypes.IsInteger(operand)
                => operand,
            _ => null,
        };

    private SqlExpression TimestampAdd(SqlExpression moment, string unit, SqlExpression amount)
        => sql.Function(
            "TIMESTAMPADD",
            [sql.Fragment(unit), amount, moment],
            nullable: true,
            [false, true, true],
            moment.Type,
            moment.TypeMapping);
}

/// <summary>Parts of dates and times, and the clock of the server.</summary>
internal sealed class DateMembers(ISqlExpressionFactory sql, IRelationalTypeMappingSource mappings) : IMemberTranslator
{
    private static readonly HashSet<Type> Owners =
        [typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan)];

    private static readonly Dictionary<string, string> Parts = new()
    {
        [nameof(DateTime.Year)] = "YEAR",
        [nameof(DateTime.Month)] = "MONTH",
        [nameof(DateTime.Day)] = "DAYOFMONTH",
        [nameof(DateTime.DayOfYear)] = "DAYOFYEAR",
        [nameof(DateTime.Hour)] = "HOUR",
        [nameof(DateTime.Minute)] = "MINUTE",
        [nameof(DateTime.Second)] = "SECOND",
    };

    public SqlExpression? Translate(
        SqlExpression? instance, MemberInfo member, Type returnType, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        var owner = member.DeclaringType;
        if (owner is null || !Owners.Contains(owner)) return null;
        if (instance is null) return Clock(owner, member.Name, returnType);

        if (owner != typeof(TimeSpan) && Parts.TryGetValue(member.Name, out var part)) return Part(part, instance);

        return member.Name switch
        {
            nameof(DateTime.Millisecond) when owner != typeof(TimeSpan)
                => sql.Divide(Part("MICROSECOND", instance), sql.Constant(1000)),
            nameof(DateTime.Microsecond) when owner != typeof(TimeSpan)
                => sql.Modulo(Part("MICROSECOND", instance), sql.Constant(1000)),
            nameof(DateTime.DayOfWeek) => DayOfWeek(instance),
            nameof(DateTime.Date) when owner == typeof(DateTime)
                => sql.Function("DATE", [instance], nullable: true, [true], returnType, mappings.FindMapping(typeof(DateTime))),
            nameof(DateTime.TimeOfDay) when owner == typeof(DateTime)
                => sql.Convert(instance, typeof(TimeSpan), mappings.FindMapping(typeof(TimeSpan))),
            // .NET counts days from 0001-01-01 = 0, the server from the year 0.
            nameof(DateOnly.DayNumber) when owner == typeof(DateOnly)
                => sql.Subtract(Part("TO_DAYS", instance), sql.Constant(366)),
            _ => null,
        };
    }

    private SqlExpression? Clock(Type owner, string member, Type returnType)
    {
        var mapping = mappings.FindMapping(returnType);
        return member switch
        {
            nameof(DateTime.UtcNow) => Now("UTC_TIMESTAMP"),
            nameof(DateTime.Now) when owner == typeof(DateTime) => Now("CURRENT_TIMESTAMP"),
            nameof(DateTime.Today) when owner == typeof(DateTime)
                => sql.Function("CURDATE", [], nullable: false, [], returnType, mapping),
            _ => null,
        };

        SqlExpression Now(string function) => sql.Function(function, [sql.Constant(6)], nullable: false, [false], returnType, mapping);
    }

    /// <summary>Sunday is 1 on the server and 0 in .NET.</summary>
    private SqlBinaryExpression DayOfWeek(SqlExpression instance)
    {
        var number = sql.ApplyDefaultTypeMapping(Part("DAYOFWEEK", instance));
        return new SqlBinaryExpression(
            ExpressionType.Subtract,
            number,
            sql.Constant(1, number.TypeMapping),
            typeof(DayOfWeek),
            mappings.FindMapping(typeof(DayOfWeek)) ?? number.TypeMapping);
    }

    private SqlExpression Part(string function, SqlExpression instance)
        => sql.Function(function, [instance], nullable: true, [true], typeof(int), mappings.FindMapping(typeof(int)));
}
