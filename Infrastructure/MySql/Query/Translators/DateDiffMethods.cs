using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Query.Translators;

/// <summary><c>EF.Functions.DateDiffDay</c> and its like: TIMESTAMPDIFF.</summary>
internal sealed class DateDiffMethods(ISqlExpressionFactory sql, IRelationalTypeMappingSource mappings) : IMethodCallTranslator
{
    private const string Prefix = "DateDiff";

    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(MySqlDbFunctionsExtensions)) return null;

        var unit = method.Name[Prefix.Length..].ToUpperInvariant();
        var mapping = ExpressionExtensions.InferTypeMapping(arguments[1], arguments[2]);
        return sql.Function(
            "TIMESTAMPDIFF",
            [sql.Fragment(unit), sql.ApplyTypeMapping(arguments[1], mapping), sql.ApplyTypeMapping(arguments[2], mapping)],
            nullable: true,
            [false, true, true],
            method.ReturnType,
            mappings.FindMapping(typeof(int)));
    }
}
