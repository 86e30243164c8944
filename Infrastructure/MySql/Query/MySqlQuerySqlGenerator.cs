using System.Globalization;
using System.Linq.Expressions;
using Massar.Infrastructure.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>Writes the SQL of MariaDB and MySQL.</summary>
internal sealed class MySqlQuerySqlGenerator(QuerySqlGeneratorDependencies dependencies, MySqlDialect dialect)
    : QuerySqlGenerator(dependencies)
{
    // OFFSET cannot stand alone: this is the server manual's own "all remaining rows".
    private const string AllRows = "18446744073709551610";

    private int derivedTables;

    protected override void GenerateTop(SelectExpression selectExpression)
    {
    }

    protected override void GenerateLimitOffset(SelectExpression selectExpression)
    {
        if (selectExpression.Limit is null && selectExpression.Offset is null) return;

        Sql.AppendLine().Append("LIMIT ");
        if (selectExpression.Limit is null) Sql.Append(AllRows);
        else Visit(selectExpression.Limit);

        if (selectExpression.Offset is not null)
        {
            Sql.Append(" OFFSET ");
            Visit(selectExpression.Offset);
        }
    }

    protected override void GeneratePseudoFromClause() => Sql.AppendLine().Append("FROM DUAL");

    protected override Expression VisitSqlBinary(SqlBinaryExpression sqlBinaryExpression)
    {
        if (!IsConcatenation(sqlBinaryExpression)) return base.VisitSqlBinary(sqlBinaryExpression);

        Sql.Append("CONCAT(");
        var first = true;
        foreach (var part in Parts(sqlBinaryExpression))
        {
            if (!first) Sql.Append(", ");
            Visit(part);
            first = false;
        }

        Sql.Append(")");
        return sqlBinaryExpression;
    }

    private static bool IsConcatenation(SqlExpression expression)
        => expression is SqlBinaryExpression { OperatorType: ExpressionType.Add } && expression.Type == typeof(string);

    private static IEnumerable<SqlExpression> Parts(SqlExpression expression)
        => IsConcatenation(expression)
            ? Parts(((SqlBinaryExpression)expression).Left).Concat(Parts(((SqlBinaryExpression)expression).Right))
            : [expression];

    protected override string GetOperator(SqlBinaryExpression binaryExpression)
        => binaryExpression.OperatorType == ExpressionType.Divide
            && StoreTypes.IsInteger(binaryExpression.Left) && StoreTypes.IsInteger(binaryExpression.Right)
                ? " DIV "
                : base.GetOperator(binaryExpression);

    protected override Expression VisitSqlUnary(SqlUnaryExpression sqlUnaryExpression)
    {
        switch (sqlUnaryExpression.OperatorType)
        {
            case ExpressionType.Convert:
                GenerateCast(sqlUnaryExpression);
                return sqlUnaryExpression;

            // ~x is BIGINT UNSIGNED whatever x was.
            case ExpressionType.Not or ExpressionType.OnesComplement when sqlUnaryExpression.Type.UnwrapNullable() != typeof(bool):
                Sql.Append("CAST(~(");
                Visit(sqlUnaryExpression.Operand);
                Sql.Append(StoreTypes.IsUnsigned(sqlUnaryExpression) ? ") AS unsigned)" : ") AS signed)");
                return sqlUnaryExpression;

            default:
                return base.VisitSqlUnary(sqlUnaryExpression);
        }
    }

    private void GenerateCast(SqlUnaryExpression convert)
    {
        var operand = convert.Operand;

        if (convert.Type.UnwrapNullable() == typeof(bool))
        {
            if (operand.Type.UnwrapNullable() == typeof(bool))
            {
                Visit(operand);
                return;
            }

            Sql.Append("((");
            Visit(operand);
            Sql.Append(") <> 0)");
            return;
        }

        var target = StoreTypes.CastTarget(convert);
        if (!StoreTypes.NeedsCast(operand, convert))
        {
            Visit(operand);
            return;
        }

        // CAST to an integer rounds; C# cuts.
        var cuts = StoreTypes.IsInteger(convert) && !StoreTypes.IsInteger(operand);
        Sql.Append(cuts ? "CAST(TRUNCATE(" : "CAST(");
        Visit(operand);
        Sql.Append(cuts ? ", 0) AS " : " AS ").Append(target).Append(")");
    }

    protected override void GenerateIn(InExpression inExpression, bool negated)
    {
        // Error 1235: no LIMIT directly inside IN (SELECT …).
        if (inExpression.Subquery is not { } subquery || (subquery.Limit is null && subquery.Offset is null))
        {
            base.GenerateIn(inExpression, negated);
            return;
        }

        Visit(inExpression.Item);
        Sql.Append(negated ? " NOT IN (" : " IN (").AppendLine();
        using (Sql.Indent())
        {
            Sql.AppendLine("SELECT * FROM (");
            using (Sql.Indent())
            {
                Visit(subquery);
            }

            Sql.AppendLine().Append(")").Append(AliasSeparator).AppendLine(NextAlias());
        }

        Sql.Append(")");
    }

    private string NextAlias()
        => Dependencies.SqlGenerationHelper.DelimitIdentifier(
            string.Create(CultureInfo.InvariantCulture, $"in{derivedTables++}"));

    /// <summary>A list of values as a table: neither server names the columns of VALUES.</summary>
    protected override void GenerateValues(ValuesExpression valuesExpression)
    {
        if (valuesExpression.RowValues is not { Count: > 0 } rows)
            throw new InvalidOperationException("A table of values needs at least one row.");

        for (var row = 0; row < rows.Count; row++)
        {
            Sql.Append(row == 0 ? "SELECT " : " UNION ALL SELECT ");
            for (var column = 0; column < rows[row].Values.Count; column++)
            {
                if (column > 0) Sql.Append(", ");
                Visit(rows[row].Values[column]);
                if (row == 0)
                {
                    Sql.Append(AliasSeparator)
                        .Append(Dependencies.SqlGenerationHelper.DelimitIdentifier(valuesExpression.ColumnNames[column]));
                }
            }
        }
    }

    protected override Expression VisitCrossApply(CrossApplyExpression crossApplyExpression)
    {
        RequireLateral();
        Sql.Append("CROSS JOIN LATERAL ");
        Visit(crossApplyExpression.Table);
        return crossApplyExpression;
    }

    protected override Expression VisitOuterApply(OuterApplyExpression outerApplyExpression)
    {
        RequireLateral();
        Sql.Append("LEFT JOIN LATERAL ");
        Visit(outerApplyExpression.Table);
        Sql.Append(" ON TRUE");
        return outerApplyExpression;
    }

    private void RequireLateral()
    {
        if (!dialect.SupportsLateral)
            throw new InvalidOperationException("This server has no LATERAL derived tables.");
    }

    protected override Expression VisitDelete(DeleteExpression deleteExpression)
    {
        var select = deleteExpression.SelectExpression;
        RefuseWhatModifiesNoRows(select, nameof(EntityFrameworkQueryableExtensions.ExecuteDelete));

        Sql.Append("DELETE ").AppendLine(Dependencies.SqlGenerationHelper.DelimitIdentifier(deleteExpression.Table.Alias));
        GenerateFrom(select);
        GenerateWhere(select);
        return deleteExpression;
    }

    protected override Expression VisitUpdate(UpdateExpression updateExpression)
    {
        var select = updateExpression.SelectExpression;
        RefuseWhatModifiesNoRows(select, nameof(EntityFrameworkQueryableExtensions.ExecuteUpdate));

        Sql.Append("UPDATE ");
        for (var i = 0; i < select.Tables.Count; i++)
        {
            if (i > 0) Sql.AppendLine();
            Visit(select.Tables[i]);
        }

        Sql.AppendLine().Append("SET ");
        using (Sql.Indent())
        {
            var first = true;
            foreach (var setter in AssignmentOrder.Of(updateExpression.ColumnValueSetters))
            {
                if (!first) Sql.AppendLine(",");
                Visit(setter.Column);
                Sql.Append(" = ");
                Visit(setter.Value);
                first = false;
            }
        }

        GenerateWhere(select);
        return updateExpression;
    }

    private void GenerateWhere(SelectExpression select)
    {
        if (select.Predicate is null) return;

        Sql.AppendLine().Append("WHERE ");
        Visit(select.Predicate);
    }

    private static void RefuseWhatModifiesNoRows(SelectExpression select, string operation)
    {
        if (select is not { Offset: null, Limit: null, Having: null, Orderings: [], GroupBy: [], IsDistinct: false })
            throw new InvalidOperationException($"{operation} over this query cannot be written as one statement.");
    }

    protected override Expression VisitExtension(Expression extensionExpression)
    {
        if (extensionExpression is not MySqlGroupConcatExpression concat) return base.VisitExtension(extensionExpression);

        Sql.Append(concat.IsDistinct ? "GROUP_CONCAT(DISTINCT " : "GROUP_CONCAT(");
        Visit(concat.Value);
        for (var i = 0; i < concat.Orderings.Count; i++)
        {
            Sql.Append(i == 0 ? " ORDER BY " : ", ");
            Visit(concat.Orderings[i]);
        }

        Sql.Append(" SEPARATOR ");
        Visit(concat.Separator);
        Sql.Append(")");
        return concat;
    }
}

internal sealed class MySqlQuerySqlGeneratorFactory(QuerySqlGeneratorDependencies dependencies, IMySqlOptions options)
    : IQuerySqlGeneratorFactory
{
    public QuerySqlGenerator Create() => new MySqlQuerySqlGenerator(dependencies, new MySqlDialect(options));
}
