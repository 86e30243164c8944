using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Massar.Infrastructure.MySql.Query.Translators;

/// <summary>Methods of <see cref="string"/>, except the search for a piece, which needs the parameters of the query.</summary>
internal sealed class StringMethods(ISqlExpressionFactory sql) : IMethodCallTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(string)) return null;

        return instance is null ? TranslateStatic(method, arguments) : TranslateInstance(instance, method, arguments);
    }

    private SqlExpression? TranslateStatic(MethodInfo method, IReadOnlyList<SqlExpression> arguments)
        => (method.Name, arguments) switch
        {
            // '   ' = '' is true on the server, which pads; LIKE compares every character.
            (nameof(string.IsNullOrEmpty), [var text]) => IsNullOrEmpty(text, text),
            (nameof(string.IsNullOrWhiteSpace), [var text]) => IsNullOrEmpty(text, Call("TRIM", text)),
            _ => null,
        };

    private SqlExpression IsNullOrEmpty(SqlExpression text, SqlExpression compared)
        => sql.OrElse(sql.IsNull(text), sql.Like(compared, sql.Constant(string.Empty)));

    private SqlExpression? TranslateInstance(SqlExpression instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments)
        => (method.Name, arguments) switch
        {
            (nameof(string.ToLower) or nameof(string.ToLowerInvariant), []) => Call("LOWER", instance),
            (nameof(string.ToUpper) or nameof(string.ToUpperInvariant), []) => Call("UPPER", instance),
            (nameof(string.Trim), []) => Call("TRIM", instance),
            (nameof(string.TrimStart), []) => Call("LTRIM", instance),
            (nameof(string.TrimEnd), []) => Call("RTRIM", instance),
            (nameof(string.Substring), [var start]) => Call("SUBSTRING", instance, OneBased(start)),
            (nameof(string.Substring), [var start, var length]) => Call("SUBSTRING", instance, OneBased(start), length),
            (nameof(string.Replace), [var old, var replacement]) => Replace(instance, old, replacement),
            (nameof(string.IndexOf), [var sought]) => IndexOf(instance, sought, start: null),
            (nameof(string.IndexOf), [var sought, var start]) when start.Type == typeof(int) => IndexOf(instance, sought, start),
            (nameof(string.PadLeft), [var width]) => Pad("LPAD", instance, width, sql.Constant(" ")),
            (nameof(string.PadRight), [var width]) => Pad("RPAD", instance, width, sql.Constant(" ")),
            (nameof(string.PadLeft), [var width, SqlConstantExpression { Value: char fill }]) => Pad("LPAD", instance, width, sql.Constant(fill.ToString())),
            (nameof(string.PadRight), [var width, SqlConstantExpression { Value: char fill }]) => Pad("RPAD", instance, width, sql.Constant(fill.ToString())),
            _ => null,
        };

    private SqlExpression? Replace(SqlExpression instance, SqlExpression old, SqlExpression replacement)
    {
        if (Text(old) is not { } from || Text(replacement) is not { } to) return null;

        var mapping = ExpressionExtensions.InferTypeMapping(instance, from, to);
        return sql.Function(
            "REPLACE",
            [sql.ApplyTypeMapping(instance, mapping), sql.ApplyTypeMapping(from, mapping), sql.ApplyTypeMapping(to, mapping)],
            nullable: true,
            [true, true, true],
            typeof(string),
            mapping);
    }

    private SqlExpression? IndexOf(SqlExpression instance, SqlExpression sought, SqlExpression? start)
    {
        if (Text(sought) is not { } text) return null;

        var mapping = ExpressionExtensions.InferTypeMapping(instance, text);
        var arguments = new List<SqlExpression> { sql.ApplyTypeMapping(text, mapping), sql.ApplyTypeMapping(instance, mapping) };
        if (start is not null) arguments.Add(OneBased(start));

        return sql.Subtract(
            sql.Function("LOCATE", arguments, nullable: true, arguments.Select(_ => true), typeof(int)),
            sql.Constant(1));
    }

    /// <summary>LPAD and RPAD cut what is longer than the width; .NET leaves it alone.</summary>
    private SqlExpression Pad(string function, SqlExpression instance, SqlExpression width, SqlExpression fill)
    {
        var length = sql.Function("CHAR_LENGTH", [instance], nullable: true, [true], typeof(int));
        var atLeast = sql.Function("GREATEST", [length, width], nullable: true, [true, true], typeof(int));
        return sql.Function(
            function, [instance, atLeast, fill], nullable: true, [true, true, true], typeof(string), instance.TypeMapping);
    }

    private SqlExpression? Text(SqlExpression expression)
        => expression switch
        {
            SqlConstantExpression { Value: char character } => sql.Constant(character.ToString()),
            _ when expression.Type == typeof(string) => expression,
            _ => null,
        };

    private SqlExpression OneBased(SqlExpression index)
        => index is SqlConstantExpression { Value: int value } ? sql.Constant(value + 1) : sql.Add(index, sql.Constant(1));

    private SqlExpression Call(string function, SqlExpression instance, params SqlExpression[] arguments)
        => sql.Function(
            function,
            [instance, .. arguments],
            nullable: true,
            Enumerable.Repeat(true, arguments.Length + 1),
            typeof(string),
            instance.TypeMapping);
}

/// <summary><see cref="string.Length"/>: characters, not bytes. An emoji is one character here and two in .NET.</summary>
internal sealed class StringMembers(ISqlExpressionFactory sql) : IMemberTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance, MemberInfo member, Type returnType, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
        => member.DeclaringType == typeof(string) && member.Name == nameof(string.Length) && instance is not null
            ? sql.Function("CHAR_LENGTH", [instance], nullable: true, [true], typeof(int))
            : null;
}
