using System.Linq.Expressions;
using Massar.Infrastructure.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>Buffers split queries: a connection of this database has one open reader at a time.</summary>
internal sealed class MySqlQueryCompilationContext(
    QueryCompilationContextDependencies dependencies,
    RelationalQueryCompilationContextDependencies relationalDependencies,
    bool async)
    : RelationalQueryCompilationContext(dependencies, relationalDependencies, async)
{
    public override bool IsBuffering
        => base.IsBuffering || QuerySplittingBehavior == Microsoft.EntityFrameworkCore.QuerySplittingBehavior.SplitQuery;
}

internal sealed class MySqlQueryCompilationContextFactory(
    QueryCompilationContextDependencies dependencies,
    RelationalQueryCompilationContextDependencies relationalDependencies)
    : IQueryCompilationContextFactory
{
    public QueryCompilationContext Create(bool async)
        => new MySqlQueryCompilationContext(dependencies, relationalDependencies, async);
}

/// <summary>Refuses, in words a developer can act on, the shapes that only LATERAL can express where the server has none.</summary>
internal sealed class MySqlQueryTranslationPostprocessor(
    QueryTranslationPostprocessorDependencies dependencies,
    RelationalQueryTranslationPostprocessorDependencies relationalDependencies,
    RelationalQueryCompilationContext compilationContext,
    MySqlDialect dialect)
    : RelationalQueryTranslationPostprocessor(dependencies, relationalDependencies, compilationContext)
{
    public override Expression Process(Expression query)
    {
        var processed = base.Process(query);
        return dialect.SupportsLateral ? processed : new ApplyFinder().Visit(processed);
    }

    private sealed class ApplyFinder : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case CrossApplyExpression or OuterApplyExpression:
                    throw new InvalidOperationException(
                        "This query needs LATERAL, which MariaDB does not have: some subquery in it reads the outer row where only a join "
                        + "is possible. Use AsSplitQuery() for Include with Take and ThenInclude; load Distinct or GroupBy results of a "
                        + "related collection in a query of their own; filter with a join condition on keys instead of SelectMany.");

                case ShapedQueryExpression shaped:
                    Visit(shaped.QueryExpression);
                    Visit(shaped.ShaperExpression);
                    return shaped;

                default:
                    return base.VisitExtension(node);
            }
        }
    }
}

internal sealed class MySqlQueryTranslationPostprocessorFactory(
    QueryTranslationPostprocessorDependencies dependencies,
    RelationalQueryTranslationPostprocessorDependencies relationalDependencies,
    IMySqlOptions options)
    : IQueryTranslationPostprocessorFactory
{
    public QueryTranslationPostprocessor Create(QueryCompilationContext queryCompilationContext)
        => new MySqlQueryTranslationPostprocessor(
            dependencies, relationalDependencies, (RelationalQueryCompilationContext)queryCompilationContext, new MySqlDialect(options));
}
