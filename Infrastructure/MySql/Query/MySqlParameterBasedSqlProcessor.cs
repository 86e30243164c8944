using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>Teaches EF's null semantics the provider's own expressions.</summary>
internal sealed class MySqlParameterBasedSqlProcessor(
    RelationalParameterBasedSqlProcessorDependencies dependencies,
    RelationalParameterBasedSqlProcessorParameters parameters)
    : RelationalParameterBasedSqlProcessor(dependencies, parameters)
{
    protected override Expression ProcessSqlNullability(Expression queryExpression, ParametersCacheDecorator Decorator)
        => new MySqlNullabilityProcessor(Dependencies, Parameters).Process(queryExpression, Decorator);
}

internal sealed class MySqlParameterBasedSqlProcessorFactory(RelationalParameterBasedSqlProcessorDependencies dependencies)
    : IRelationalParameterBasedSqlProcessorFactory
{
    public RelationalParameterBasedSqlProcessor Create(RelationalParameterBasedSqlProcessorParameters parameters)
        => new MySqlParameterBasedSqlProcessor(dependencies, parameters);
}

/// <inheritdoc cref="MySqlParameterBasedSqlProcessor"/>
internal sealed class MySqlNullabilityProcessor(
    RelationalParameterBasedSqlProcessorDependencies dependencies,
    RelationalParameterBasedSqlProcessorParameters parameters)
    : SqlNullabilityProcessor(dependencies, parameters)
{
    protected override SqlExpression VisitCustomSqlExpression(
        SqlExpression sqlExpression, bool allowOptimizedExpansion, out bool nullable)
    {
        if (sqlExpression is not MySqlGroupConcatExpression concat)
            return base.VisitCustomSqlExpression(sqlExpression, allowOptimizedExpansion, out nullable);

        var value = Visit(concat.Value, out _);
        var orderings = concat.Orderings.Select(ordering => ordering.Update(Visit(ordering.Expression, out _))).ToList();

        nullable = true; // no row, no text
        return concat.Update(value, orderings, Visit(concat.Separator, out _));
    }
}
