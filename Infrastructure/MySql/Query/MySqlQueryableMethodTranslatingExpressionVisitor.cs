using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>Decides which ExecuteUpdate and ExecuteDelete the server can run as they are, and rewrites the others.</summary>
internal sealed class MySqlQueryableMethodTranslatingExpressionVisitor : RelationalQueryableMethodTranslatingExpressionVisitor
{
    public MySqlQueryableMethodTranslatingExpressionVisitor(
        QueryableMethodTranslatingExpressionVisitorDependencies dependencies,
        RelationalQueryableMethodTranslatingExpressionVisitorDependencies relationalDependencies,
        RelationalQueryCompilationContext queryCompilationContext)
        : base(dependencies, relationalDependencies, queryCompilationContext)
    {
    }

    private MySqlQueryableMethodTranslatingExpressionVisitor(MySqlQueryableMethodTranslatingExpressionVisitor parent)
        : base(parent)
    {
    }

    protected override QueryableMethodTranslatingExpressionVisitor CreateSubqueryVisitor()
        => new MySqlQueryableMethodTranslatingExpressionVisitor(this);

    /// <summary>UPDATE takes joins, but none of the clauses that choose or merge rows; EF then joins the query on its key.</summary>
    /// <summary>
    /// A second limit on top of a first would become LIMIT LEAST(a, b), which the server does not take:
    /// the first stays in a derived table of its own.
    /// </summary>
    protected override ShapedQueryExpression? TranslateTake(ShapedQueryExpression source, Expression count)
        => base.TranslateTake(KeepLimitInside(source), count);

    protected override ShapedQueryExpression? TranslateFirstOrDefault(ShapedQueryExpression source, LambdaExpression? predicate, Type returnType, bool returnDefault)
        => base.TranslateFirstOrDefault(KeepLimitInside(source), predicate, returnType, returnDefault);

    protected override ShapedQueryExpression? TranslateSingleOrDefault(ShapedQueryExpression source, LambdaExpression? predicate, Type returnType, bool returnDefault)
        => base.TranslateSingleOrDefault(KeepLimitInside(source), predicate, returnType, returnDefault);

    private static ShapedQueryExpression KeepLimitInside(ShapedQueryExpression source)
    {
        if (source.QueryExpression is SelectExpression { Limit: not null } select) select.PushdownIntoSubquery();
        return source;
    }

    protected override bool IsValidSelectExpressionForExecuteUpdate(
        SelectExpression selectExpression,
        TableExpressionBase targetTable,
        [NotNullWhen(true)] out TableExpression? tableExpression)
    {
        tableExpression = Unwrap(targetTable) as TableExpression;
        return tableExpression is not null && IsPlain(selectExpression);
    }

    protected override bool IsValidSelectExpressionForExecuteDelete(SelectExpression selectExpression)
        => IsPlain(selectExpression);

    /// <summary>
    /// A DELETE cannot read its own table in a subquery (error 1093), nor be limited or ordered across a join. Such a query
    /// becomes a join with the distinct keys it selects, which the server works out before it deletes the first row.
    /// </summary>
    protected override DeleteExpression? TranslateExecuteDelete(ShapedQueryExpression source)
    {
        if (EntityOf(source) is not { } entityType
            || entityType.FindPrimaryKey() is not { } key
            || IsDirectlyDeletable(source, entityType))
        {
            return base.TranslateExecuteDelete(source);
        }

        var row = Expression.Parameter(entityType.ClrType, "row");
        var keyType = KeyTuples[key.Properties.Count - 1].MakeGenericType([.. key.Properties.Select(property => property.ClrType)]);
        var members = Enumerable.Range(1, key.Properties.Count)
            .Select(i => (MemberInfo)keyType.GetProperty($"Item{i}")!)
            .ToArray();

        var keyOfRow = Expression.Lambda(
            Expression.New(
                keyType.GetConstructors()[0],
                key.Properties.Select(property => Expression.Call(
                    PropertyMethod.MakeGenericMethod(property.ClrType), row, Expression.Constant(property.Name))),
                members),
            row);

        var chosen = Expression.Parameter(keyType, "chosen");
        var keyOfChosen = Expression.Lambda(
            Expression.New(
                keyType.GetConstructors()[0],
                members.Select(member => Expression.Property(chosen, (PropertyInfo)member)),
                members),
            chosen);

        var keys = Expression.Call(
            QueryableMethods.Distinct.MakeGenericMethod(keyType),
            Expression.Call(
                QueryableMethods.Select.MakeGenericMethod(entityType.ClrType, keyType), source, Expression.Quote(keyOfRow)));

        var joined = Expression.Call(
            QueryableMethods.Join.MakeGenericMethod(entityType.ClrType, keyType, keyType, entityType.ClrType),
            new EntityQueryRootExpression(entityType),
            keys,
            Expression.Quote(keyOfRow),
            Expression.Quote(keyOfChosen),
            Expression.Quote(Expression.Lambda(row, row, chosen)));

        return Visit(joined) is ShapedQueryExpression rewritten ? base.TranslateExecuteDelete(rewritten) : null;
    }

    private static readonly Type[] KeyTuples =
    [
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>), typeof(Tuple<,,,,,>),
        typeof(Tuple<,,,,,,>),
    ];

    private static readonly MethodInfo PropertyMethod = typeof(EF).GetMethod(nameof(EF.Property))!;

    private static IEntityType? EntityOf(ShapedQueryExpression source)
        => ShaperOf(source.ShaperExpression)?.StructuralType as IEntityType;

    private static StructuralTypeShaperExpression? ShaperOf(Expression shaper)
        => shaper switch
        {
            IncludeExpression include => ShaperOf(include.EntityExpression),
            StructuralTypeShaperExpression entity => entity,
            _ => null,
        };

    private static bool IsDirectlyDeletable(ShapedQueryExpression source, IEntityType entityType)
    {
        var select = (SelectExpression)source.QueryExpression;
        if (!IsPlain(select)) return false;
        if (ShaperOf(source.ShaperExpression) is not { ValueBufferExpression: ProjectionBindingExpression binding }) return true;
        if (select.GetProjection(binding) is not StructuralTypeProjectionExpression projection) return true;

        var column = projection.BindProperty(entityType.FindPrimaryKey()!.Properties[0]);
        return Unwrap(select.GetTable(column)) is TableExpression target && !SubqueryFinder.Reads(select, target.Table);
    }

    private static bool IsPlain(SelectExpression select)
        => select is { Offset: null, Limit: null, Having: null, IsDistinct: false, Orderings: [], GroupBy: [] };

    private static TableExpressionBase Unwrap(TableExpressionBase table)
        => table is JoinExpressionBase join ? join.Table : table;

    /// <summary>Looks for a table below the outermost FROM, where the same table may stand as a join partner.</summary>
    private sealed class SubqueryFinder(SelectExpression outermost, ITableBase sought) : ExpressionVisitor
    {
        private int depth;
        private bool found;

        public static bool Reads(SelectExpression select, ITableBase table)
        {
            var finder = new SubqueryFinder(select, table);
            finder.Visit(select.Predicate);
            foreach (var joined in select.Tables) finder.Visit(joined);
            return finder.found;
        }

        protected override Expression VisitExtension(Expression node)
        {
            if (found) return node;
            if (node is ShapedQueryExpression shaped)
            {
                Visit(shaped.QueryExpression);
                return node;
            }

            if (node is TableExpression table && depth > 0 && table.Table == sought)
            {
                found = true;
                return node;
            }

            var nested = node is SelectExpression && node != outermost || node is SetOperationBase;
            if (nested) depth++;
            base.VisitExtension(node);
            if (nested) depth--;
            return node;
        }
    }
}

internal sealed class MySqlQueryableMethodTranslatingExpressionVisitorFactory(
    QueryableMethodTranslatingExpressionVisitorDependencies dependencies,
    RelationalQueryableMethodTranslatingExpressionVisitorDependencies relationalDependencies)
    : IQueryableMethodTranslatingExpressionVisitorFactory
{
    public QueryableMethodTranslatingExpressionVisitor Create(QueryCompilationContext queryCompilationContext)
        => new MySqlQueryableMethodTranslatingExpressionVisitor(
            dependencies, relationalDependencies, (RelationalQueryCompilationContext)queryCompilationContext);
}
