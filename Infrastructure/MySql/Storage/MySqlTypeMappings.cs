using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace Massar.Infrastructure.MySql.Storage;

// One mapping per CLR type. They exist for three reasons: literals the server understands whatever the culture,
// parameters the driver does not mangle, and store type names that keep the length and precision they were given.

/// <summary><c>tinyint(1)</c>, with TRUE and FALSE as literals.</summary>
public sealed class MySqlBoolTypeMapping : BoolTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlBoolTypeMapping Default { get; } = new("tinyint(1)");

    /// <summary>A mapping to a store type.</summary>
    public MySqlBoolTypeMapping(string storeType) : base(storeType, System.Data.DbType.Boolean)
    {
    }

    private MySqlBoolTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlBoolTypeMapping(parameters);

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value) => (bool)value ? "TRUE" : "FALSE";
}

/// <summary><c>decimal(p,s)</c>.</summary>
public sealed class MySqlDecimalTypeMapping : DecimalTypeMapping
{
    /// <summary>The widest decimal; a model states the precision it means.</summary>
    public static new MySqlDecimalTypeMapping Default { get; } = new("decimal", 65, 30);

    /// <summary>A mapping to a store type.</summary>
    public MySqlDecimalTypeMapping(string storeType, int? precision, int? scale)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(decimal), jsonValueReaderWriter: JsonDecimalReaderWriter.Instance),
            storeType, StoreTypePostfix.PrecisionAndScale, System.Data.DbType.Decimal, precision: precision, scale: scale))
    {
    }

    private MySqlDecimalTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlDecimalTypeMapping(parameters);
}

/// <summary><c>double</c>. The literal has an exponent, without which the server takes it as DECIMAL.</summary>
public sealed class MySqlDoubleTypeMapping : DoubleTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlDoubleTypeMapping Default { get; } = new("double");

    /// <summary>A mapping to a store type.</summary>
    public MySqlDoubleTypeMapping(string storeType) : base(storeType, System.Data.DbType.Double)
    {
    }

    private MySqlDoubleTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    internal static string Literal(double value)
    {
        if (!double.IsFinite(value))
            throw new InvalidOperationException($"The server stores no {value.ToString(CultureInfo.InvariantCulture)}.");
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? text : text + "E0";
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlDoubleTypeMapping(parameters);

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value) => Literal(Convert.ToDouble(value, CultureInfo.InvariantCulture));
}

/// <summary>
/// <c>float</c>. Literals and parameters carry the exact binary value, so that comparing with a stored one works.
/// The server prints six significant digits when it is read back: use double where more are meant.
/// </summary>
public sealed class MySqlFloatTypeMapping : FloatTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlFloatTypeMapping Default { get; } = new("float");

    /// <summary>A mapping to a store type.</summary>
    public MySqlFloatTypeMapping(string storeType) : base(storeType, System.Data.DbType.Double)
    {
    }

    private MySqlFloatTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlFloatTypeMapping(parameters);

    /// <inheritdoc/>
    protected override void ConfigureParameter(DbParameter parameter)
    {
        if (parameter.Value is float value) parameter.Value = (double)value;
    }

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value)
        => MySqlDoubleTypeMapping.Literal(Convert.ToDouble(value, CultureInfo.InvariantCulture));
}

/// <summary><c>datetime(6)</c>: microseconds, the seventh digit of .NET is cut; no time zone, UTC by convention of the model.</summary>
public sealed class MySqlDateTimeTypeMapping : DateTimeTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlDateTimeTypeMapping Default { get; } = new("datetime", 6);

    /// <summary>A mapping to a store type.</summary>
    public MySqlDateTimeTypeMapping(string storeType, int? precision)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(DateTime), jsonValueReaderWriter: JsonDateTimeReaderWriter.Instance),
            storeType, StoreTypePostfix.Precision, System.Data.DbType.DateTime, precision: precision))
    {
    }

    private MySqlDateTimeTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    internal static string Literal(DateTime value)
        => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{value:yyyy-MM-dd HH:mm:ss.ffffff}'");

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlDateTimeTypeMapping(parameters);

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value) => Literal((DateTime)value);
}

/// <summary><c>datetime(6)</c> in UTC: the offset is not kept, values come back with offset zero.</summary>
public sealed class MySqlDateTimeOffsetTypeMapping : DateTimeOffsetTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlDateTimeOffsetTypeMapping Default { get; } = new("datetime", 6);

    /// <summary>A mapping to a store type.</summary>
    public MySqlDateTimeOffsetTypeMapping(string storeType, int? precision)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(DateTimeOffset), jsonValueReaderWriter: JsonDateTimeOffsetReaderWriter.Instance),
            storeType, StoreTypePostfix.Precision, System.Data.DbType.DateTime, precision: precision))
    {
    }

    private MySqlDateTimeOffsetTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlDateTimeOffsetTypeMapping(parameters);

    /// <inheritdoc/>
    protected override void ConfigureParameter(DbParameter parameter)
    {
        if (parameter.Value is DateTimeOffset value) parameter.Value = value.UtcDateTime;
    }

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value) => MySqlDateTimeTypeMapping.Literal(((DateTimeOffset)value).UtcDateTime);
}

/// <summary><c>date</c>. The driver would write a DateOnly in the calendar of the current culture, so it gets a DateTime.</summary>
public sealed class MySqlDateOnlyTypeMapping : DateOnlyTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlDateOnlyTypeMapping Default { get; } = new("date");

    /// <summary>A mapping to a store type.</summary>
    public MySqlDateOnlyTypeMapping(string storeType) : base(storeType, System.Data.DbType.Date)
    {
    }

    private MySqlDateOnlyTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlDateOnlyTypeMapping(parameters);

    /// <inheritdoc/>
    protected override void ConfigureParameter(DbParameter parameter)
    {
        if (parameter.Value is DateOnly value) parameter.Value = value.ToDateTime(TimeOnly.MinValue);
    }

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value)
        => string.Create(CultureInfo.InvariantCulture, $"DATE '{(DateOnly)value:yyyy-MM-dd}'");
}

/// <summary><c>time(6)</c> of a clock.</summary>
public sealed class MySqlTimeOnlyTypeMapping : TimeOnlyTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlTimeOnlyTypeMapping Default { get; } = new("time", 6);

    /// <summary>A mapping to a store type.</summary>
    public MySqlTimeOnlyTypeMapping(string storeType, int? precision)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(TimeOnly), jsonValueReaderWriter: JsonTimeOnlyReaderWriter.Instance),
            storeType, StoreTypePostfix.Precision, System.Data.DbType.Time, precision: precision))
    {
    }

    private MySqlTimeOnlyTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlTimeOnlyTypeMapping(parameters);

    /// <inheritdoc/>
    protected override void ConfigureParameter(DbParameter parameter)
    {
        if (parameter.Value is TimeOnly value) parameter.Value = value.ToTimeSpan();
    }

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value) => MySqlTimeSpanTypeMapping.Literal(((TimeOnly)value).ToTimeSpan());
}

/// <summary><c>time(6)</c> as a duration, between -838:59:59 and 838:59:59; the server refuses longer ones.</summary>
public sealed class MySqlTimeSpanTypeMapping : TimeSpanTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlTimeSpanTypeMapping Default { get; } = new("time", 6);

    /// <summary>A mapping to a store type.</summary>
    public MySqlTimeSpanTypeMapping(string storeType, int? precision)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(TimeSpan), jsonValueReaderWriter: JsonTimeSpanReaderWriter.Instance),
            storeType, StoreTypePostfix.Precision, System.Data.DbType.Time, precision: precision))
    {
    }

    private MySqlTimeSpanTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    internal static string Literal(TimeSpan value)
    {
        var hours = Math.Abs((long)value.TotalHours);
        var sign = value < TimeSpan.Zero ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"TIME '{sign}{hours:00}:{value:mm\\:ss\\.ffffff}'");
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlTimeSpanTypeMapping(parameters);

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value) => Literal((TimeSpan)value);
}

/// <summary><c>char(36)</c>, lower-case with hyphens.</summary>
public sealed class MySqlGuidTypeMapping : GuidTypeMapping
{
    /// <summary>The mapping every lookup starts from.</summary>
    public static new MySqlGuidTypeMapping Default { get; } = new("char(36)");

    /// <summary>A mapping to a store type.</summary>
    public MySqlGuidTypeMapping(string storeType)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(Guid), jsonValueReaderWriter: JsonGuidReaderWriter.Instance),
            storeType, StoreTypePostfix.None, System.Data.DbType.Guid))
    {
    }

    private MySqlGuidTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlGuidTypeMapping(parameters);
}

/// <summary>
/// Text: <c>varchar(n)</c>, <c>char(n)</c>, <c>longtext</c>. A parameter never gets a size, by which the driver would
/// cut its value silently; what is too long is refused by the server.
/// </summary>
public sealed class MySqlStringTypeMapping : StringTypeMapping
{
    /// <summary>Unbounded text.</summary>
    public static new MySqlStringTypeMapping Default { get; } = new("longtext", null);

    /// <summary>A mapping to a store type.</summary>
    public MySqlStringTypeMapping(string storeType, int? size, bool fixedLength = false)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(string), jsonValueReaderWriter: JsonStringReaderWriter.Instance),
            storeType, size is null ? StoreTypePostfix.None : StoreTypePostfix.Size,
            fixedLength ? System.Data.DbType.StringFixedLength : System.Data.DbType.String,
            unicode: true, size, fixedLength))
    {
    }

    private MySqlStringTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlStringTypeMapping(parameters);

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value)
    {
        var text = (string)value;
        var literal = new StringBuilder(text.Length + 8).Append('\'');
        foreach (var c in text)
        {
            switch (c)
            {
                case '\'': literal.Append("''"); break;
                case '\\': literal.Append(@"\\"); break;
                case '\0': literal.Append(@"\0"); break;
                default: literal.Append(c); break;
            }
        }

        return literal.Append('\'').ToString();
    }
}

/// <summary>Bytes: <c>varbinary(n)</c>, <c>longblob</c>, with <c>X'…'</c> as literal.</summary>
public sealed class MySqlByteArrayTypeMapping : ByteArrayTypeMapping
{
    /// <summary>Unbounded bytes.</summary>
    public static new MySqlByteArrayTypeMapping Default { get; } = new("longblob", null);

    /// <summary>A mapping to a store type.</summary>
    public MySqlByteArrayTypeMapping(string storeType, int? size)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(byte[]), jsonValueReaderWriter: JsonByteArrayReaderWriter.Instance),
            storeType, size is null ? StoreTypePostfix.None : StoreTypePostfix.Size, System.Data.DbType.Binary, size: size))
    {
    }

    private MySqlByteArrayTypeMapping(RelationalTypeMappingParameters parameters) : base(parameters)
    {
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlByteArrayTypeMapping(parameters);

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value) => $"X'{Convert.ToHexString((byte[])value)}'";
}
