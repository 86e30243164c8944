using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>What kind of value an expression is on the server, as far as casts and division care.</summary>
internal static class StoreTypes
{
    // Room for any long before the point and for prices, averages and rates after it.
    private const string WideDecimal = "decimal(40,18)";

    public static Type UnwrapNullable(this Type type) => Nullable.GetUnderlyingType(type) ?? type;

    public static bool IsInteger(SqlExpression expression)
        => Kind(expression) is ValueKind.Integer;

    public static bool IsUnsigned(SqlExpression expression)
        => expression.TypeMapping?.StoreType.Contains("unsigned", StringComparison.OrdinalIgnoreCase) == true;

    public static bool NeedsCast(SqlExpression operand, SqlExpression target)
    {
        var from = Kind(operand);
        var to = Kind(target);

        return from != to && !(from == ValueKind.Boolean && to == ValueKind.Integer);
    }

    /// <summary>CAST knows few types, and they are not all spelled like those of columns.</summary>
    public static string CastTarget(SqlExpression target)
        => Kind(target) switch
        {
            ValueKind.Integer or ValueKind.Boolean => IsUnsigned(target) ? "unsigned" : "signed",
            ValueKind.Decimal => WideDecimal,
            ValueKind.Floating => "double",
            ValueKind.Date => "date",
            ValueKind.DateTime => "datetime(6)",
            ValueKind.Time => "time(6)",
            ValueKind.Binary => "binary",
            _ => "char",
        };

    private static ValueKind Kind(SqlExpression expression)
    {
        var name = expression.TypeMapping?.StoreType ?? "";
        var end = name.IndexOfAny(['(', ' ']);
        var baseName = (end < 0 ? name : name[..end]).ToUpperInvariant();

        return baseName switch
        {
            "TINYINT" when expression.Type.UnwrapNullable() == typeof(bool) => ValueKind.Boolean,
            "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "INTEGER" or "BIGINT" => ValueKind.Integer,
            "DECIMAL" or "NUMERIC" => ValueKind.Decimal,
            "DOUBLE" or "FLOAT" or "REAL" => ValueKind.Floating,
            "DATE" => ValueKind.Date,
            "DATETIME" or "TIMESTAMP" => ValueKind.DateTime,
            "TIME" => ValueKind.Time,
            "BINARY" or "VARBINARY" or "BLOB" or "LONGBLOB" or "MEDIUMBLOB" or "TINYBLOB" => ValueKind.Binary,
            _ => ValueKind.Text,
        };
    }

    private enum ValueKind
    {
        Text,
        Boolean,
        Integer,
        Decimal,
        Floating,
        Date,
        DateTime,
        Time,
        Binary,
    }
}
