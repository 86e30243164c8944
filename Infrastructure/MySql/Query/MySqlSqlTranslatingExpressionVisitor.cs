using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>Translates what cannot be told from the arguments alone: patterns from parameters, dates that are subtracted.</summary>
internal sealed class MySqlSqlTranslatingExpressionVisitor(
    RelationalSqlTranslatingExpressionVisitorDependencies dependencies,
    QueryCompilationContext queryCompilationContext,
    QueryableMethodTranslatingExpressionVisitor queryableVisitor)
    : RelationalSqlTranslatingExpressionVisitor(dependencies, queryCompilationContext, queryableVisitor)
{
    // Not the backslash: whether it escapes inside a literal depends on the server's sql_mode.
    private const char Escape = '|';

    private static readonly HashSet<Type> Dates =
        [typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan)];

    private readonly QueryCompilationContext compilation = queryCompilationContext;
    private readonly ISqlExpressionFactory sql = dependencies.SqlExpressionFactory;

    protected override Expression VisitBinary(BinaryExpression binaryExpression)
    {
        if (binaryExpression.NodeType is ExpressionType.Add or ExpressionType.Subtract
            && Dates.Contains(binaryExpression.Left.Type.UnwrapNullable()))
        {
            AddTranslationErrorDetails(
                "Dates and times are not added or subtracted with operators on this server: use AddDays and its like, "
                + "or EF.Functions.DateDiffDay and its like.");
            return QueryCompilationContext.NotTranslatedExpression;
        }

        return base.VisitBinary(binaryExpression);
    }

    protected override Expression VisitMethodCall(MethodCallExpression methodCallExpression)
    {
        var method = methodCallExpression.Method;

        if (method.DeclaringType == typeof(string) && methodCallExpression is { Object: not null, Arguments: [var pattern] }
            && (pattern.Type == typeof(string) || pattern.Type == typeof(char)))
        {
            PatternKind? kind = method.Name switch
            {
                nameof(string.Contains) => PatternKind.Contains,
                nameof(string.StartsWith) => PatternKind.StartsWith,
                nameof(string.EndsWith) => PatternKind.EndsWith,
                _ => null,
            };

            if (kind is { } known) return TranslatePattern(methodCallExpression.Object, pattern, known);
        }

        // Inside string.Join a null is an empty piece with its separator; CONCAT_WS would leave both out.
        if (method.DeclaringType == typeof(string) && method.Name == nameof(string.Join)
            && methodCallExpression.Arguments is [var separator, NewArrayExpression { NodeType: ExpressionType.NewArrayInit } pieces])
        {
            return TranslateJoin(separator, pieces);
        }

        return base.VisitMethodCall(methodCallExpression);
    }

    public override SqlExpression GenerateGreatest(IReadOnlyList<SqlExpression> expressions, Type resultType)
        => Extreme("GREATEST", expressions, resultType);

    public override SqlExpression GenerateLeast(IReadOnlyList<SqlExpression> expressions, Type resultType)
        => Extreme("LEAST", expressions, resultType);

    private SqlExpression Extreme(string function, IReadOnlyList<SqlExpression> expressions, Type resultType)
    {
        var mapping = ExpressionExtensions.InferTypeMapping(expressions);
        return sql.Function(
            function,
            expressions.Select(expression => sql.ApplyTypeMapping(expression, mapping)),
            nullable: true,
            expressions.Select(_ => true),
            resultType,
            mapping);
    }

    private Expression TranslateJoin(Expression separator, NewArrayExpression pieces)
    {
        if (Visit(separator) is not SqlExpression glue) return QueryCompilationContext.NotTranslatedExpression;

        var arguments = new List<SqlExpression> { sql.ApplyDefaultTypeMapping(glue) };
        foreach (var piece in pieces.Expressions)
        {
            if (Visit(piece) is not SqlExpression text || text.Type != typeof(string))
                return QueryCompilationContext.NotTranslatedExpression;

            arguments.Add(sql.Coalesce(text, sql.Constant(string.Empty)));
        }

        return sql.Function(
            "CONCAT_WS", arguments, nullable: false, arguments.Select(_ => false), typeof(string), arguments[0].TypeMapping);
    }

    private Expression TranslatePattern(Expression instance, Expression pattern, PatternKind kind)
    {
        if (Visit(instance) is not SqlExpression text || Visit(pattern) is not SqlExpression sought)
            return QueryCompilationContext.NotTranslatedExpression;

        var mapping = text.TypeMapping ?? ExpressionExtensions.InferTypeMapping(text, sought);
        text = sql.ApplyTypeMapping(text, mapping);

        switch (sought)
        {
            case SqlConstantExpression { Value: null }:
                return sql.Like(text, sql.Constant(null, typeof(string), mapping));

            case SqlConstantExpression { Value: string or char } constant:
                {
                    var like = LikePattern(constant.Value.ToString()!, kind);
                    var needsEscape = like.Contains(Escape) || like.Contains('\\');
                    return sql.Like(text, sql.Constant(like, mapping), needsEscape ? sql.Constant(Escape.ToString(), mapping) : null);
                }

            case SqlParameterExpression parameter:
                {
                    var lambda = Expression.Lambda(
                        Expression.Call(
                            PatternOfParameterMethod,
                            QueryCompilationContext.QueryContextParameter,
                            Expression.Constant(parameter.Name),
                            Expression.Constant(kind)),
                        QueryCompilationContext.QueryContextParameter);

                    var name = $"{parameter.Name}_{kind switch
                    {
                        PatternKind.StartsWith => "startswith",
                        PatternKind.EndsWith => "endswith",
                        _ => "contains",
                    }}";
                    var runtime = compilation.RegisterRuntimeParameter(name, lambda);

                    return sql.Like(
                        text,
                        new SqlParameterExpression(runtime.Name, typeof(string), mapping),
                        sql.Constant(Escape.ToString(), mapping));
                }

            default:
                return ComparePieces(text, sql.ApplyTypeMapping(sought, mapping), kind);
        }
    }

    private SqlExpression ComparePieces(SqlExpression text, SqlExpression sought, PatternKind kind)
    {
        if (sought.Type != typeof(string)) sought = sql.Convert(sought, typeof(string), text.TypeMapping);

        if (kind == PatternKind.Contains)
        {
            return sql.GreaterThan(
                sql.Function("LOCATE", [sought, text], nullable: true, [true, true], typeof(int)),
                sql.Constant(0));
        }

        var length = sql.Function("CHAR_LENGTH", [sought], nullable: true, [true], typeof(int));
        return sql.Equal(
            sql.Function(
                kind == PatternKind.StartsWith ? "LEFT" : "RIGHT",
                [text, length],
                nullable: true,
                [true, true],
                typeof(string),
                text.TypeMapping),
            sought);
    }

    private static readonly MethodInfo PatternOfParameterMethod =
        typeof(MySqlSqlTranslatingExpressionVisitor).GetMethod(nameof(PatternOfParameter))!;

    /// <summary>Called by the running query: turns the value of a parameter into a LIKE pattern.</summary>
    public static string? PatternOfParameter(QueryContext context, string parameter, PatternKind kind)
        => context.Parameters[parameter] is { } value ? LikePattern(value.ToString()!, kind) : null;

    private static string LikePattern(string sought, PatternKind kind)
    {
        var pattern = new StringBuilder(sought.Length + 2);
        if (kind != PatternKind.StartsWith) pattern.Append('%');

        foreach (var character in sought)
        {
            if (character is '%' or '_' or Escape) pattern.Append(Escape);
            pattern.Append(character);
        }

        // Nothing sought is found everywhere: one wildcard is enough.
        if (kind != PatternKind.EndsWith && !(sought.Length == 0 && pattern.Length > 0)) pattern.Append('%');
        return pattern.ToString();
    }

    internal enum PatternKind
    {
        Contains,
        StartsWith,
        EndsWith,
    }
}

internal sealed class MySqlSqlTranslatingExpressionVisitorFactory(RelationalSqlTranslatingExpressionVisitorDependencies dependencies)
    : IRelationalSqlTranslatingExpressionVisitorFactory
{
    public RelationalSqlTranslatingExpressionVisitor Create(
        QueryCompilationContext queryCompilationContext,
        QueryableMethodTranslatingExpressionVisitor queryableMethodTranslatingExpressionVisitor)
        => new MySqlSqlTranslatingExpressionVisitor(
            dependencies, queryCompilationContext, queryableMethodTranslatingExpressionVisitor);
}
