using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>
/// <c>GROUP_CONCAT([DISTINCT] value [ORDER BY …] SEPARATOR '…')</c>. The server cuts the result at
/// <c>group_concat_max_len</c> bytes (1 MB on MariaDB, 1 kB on MySQL unless configured) and then warns.
/// </summary>
internal sealed class MySqlGroupConcatExpression(
    SqlExpression value,
    bool distinct,
    IReadOnlyList<OrderingExpression> orderings,
    SqlExpression separator,
    RelationalTypeMapping? typeMapping)
    : SqlExpression(typeof(string), typeMapping)
{
    public SqlExpression Value => value;

    public bool IsDistinct => distinct;

    public IReadOnlyList<OrderingExpression> Orderings => orderings;

    /// <summary>A literal: the server takes no expression here.</summary>
    public SqlExpression Separator => separator;

    protected override Expression VisitChildren(ExpressionVisitor visitor)
        => Update(
            (SqlExpression)visitor.Visit(value),
            [.. orderings.Select(ordering => (OrderingExpression)visitor.Visit(ordering))],
            (SqlExpression)visitor.Visit(separator));

    public MySqlGroupConcatExpression Update(
        SqlExpression newValue, IReadOnlyList<OrderingExpression> newOrderings, SqlExpression newSeparator)
        => newValue == value && newSeparator == separator && newOrderings.SequenceEqual(orderings)
            ? this
            : new MySqlGroupConcatExpression(newValue, distinct, newOrderings, newSeparator, TypeMapping);

    public override Expression Quote()
        => throw new NotSupportedException("GROUP_CONCAT has no place in a precompiled query: those are experimental in EF Core.");

    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Append("GROUP_CONCAT(");
        if (distinct) expressionPrinter.Append("DISTINCT ");
        expressionPrinter.Visit(value);
        if (orderings.Count > 0)
        {
            expressionPrinter.Append(" ORDER BY ");
            expressionPrinter.VisitCollection(orderings);
        }

        expressionPrinter.Append(" SEPARATOR ");
        expressionPrinter.Visit(separator);
        expressionPrinter.Append(")");
    }

    public override bool Equals(object? obj)
        => obj is MySqlGroupConcatExpression other
            && base.Equals(other)
            && other.Value.Equals(value)
            && other.IsDistinct == distinct
            && other.Orderings.SequenceEqual(orderings)
            && other.Separator.Equals(separator);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), value, distinct, separator);
}
