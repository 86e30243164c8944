using System.Data;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Storage;

/// <summary>
/// Which store type a CLR type gets, and the other way round. A mapping found by CLR type takes over the store type, length and
/// precision the model states; otherwise the model snapshot would differ from the model for ever.
/// </summary>
public sealed class MySqlTypeMappingSource(
    TypeMappingSourceDependencies dependencies, RelationalTypeMappingSourceDependencies relationalDependencies)
    : RelationalTypeMappingSource(dependencies, relationalDependencies)
{
    /// <summary>The longest varchar that fits in a row on its own: 65,535 bytes of four-byte characters.</summary>
    private const int MaxVarchar = 16383;

    private const int MaxVarbinary = 65532;

    /// <summary>Length of a text or bytes column that is part of a key or an index and states none.</summary>
    private const int KeyLength = 255;

    private static readonly SByteTypeMapping SByte = new("tinyint", DbType.SByte);
    private static readonly ByteTypeMapping Byte = new("tinyint unsigned", DbType.Byte);
    private static readonly ShortTypeMapping Short = new("smallint", DbType.Int16);
    private static readonly UShortTypeMapping UShort = new("smallint unsigned", DbType.UInt16);
    private static readonly IntTypeMapping Int = new("int", DbType.Int32);
    private static readonly UIntTypeMapping UInt = new("int unsigned", DbType.UInt32);
    private static readonly LongTypeMapping Long = new("bigint", DbType.Int64);
    private static readonly ULongTypeMapping ULong = new("bigint unsigned", DbType.UInt64);

    private enum Family
    {
        Integer,
        Real,
        Date,
        DateTime,
        Time,
        Text,
        Bytes,
    }

    private static readonly Dictionary<Type, (RelationalTypeMapping Mapping, Family[] Families)> ByClrType = new()
    {
        [typeof(bool)] = (MySqlBoolTypeMapping.Default, [Family.Integer]),
        [typeof(sbyte)] = (SByte, [Family.Integer, Family.Real]),
        [typeof(byte)] = (Byte, [Family.Integer, Family.Real]),
        [typeof(short)] = (Short, [Family.Integer, Family.Real]),
        [typeof(ushort)] = (UShort, [Family.Integer, Family.Real]),
        [typeof(int)] = (Int, [Family.Integer, Family.Real]),
        [typeof(uint)] = (UInt, [Family.Integer, Family.Real]),
        [typeof(long)] = (Long, [Family.Integer, Family.Real]),
        [typeof(ulong)] = (ULong, [Family.Integer, Family.Real]),
        [typeof(decimal)] = (MySqlDecimalTypeMapping.Default, [Family.Integer, Family.Real]),
        [typeof(double)] = (MySqlDoubleTypeMapping.Default, [Family.Integer, Family.Real]),
        [typeof(float)] = (MySqlFloatTypeMapping.Default, [Family.Integer, Family.Real]),
        [typeof(DateTime)] = (MySqlDateTimeTypeMapping.Default, [Family.DateTime, Family.Date]),
        [typeof(DateTimeOffset)] = (MySqlDateTimeOffsetTypeMapping.Default, [Family.DateTime]),
        [typeof(DateOnly)] = (MySqlDateOnlyTypeMapping.Default, [Family.Date]),
        [typeof(TimeOnly)] = (MySqlTimeOnlyTypeMapping.Default, [Family.Time]),
        [typeof(TimeSpan)] = (MySqlTimeSpanTypeMapping.Default, [Family.Time]),
        [typeof(Guid)] = (MySqlGuidTypeMapping.Default, [Family.Text]),
        [typeof(string)] = (MySqlStringTypeMapping.Default, [Family.Text]),
        [typeof(byte[])] = (MySqlByteArrayTypeMapping.Default, [Family.Bytes]),
    };

    private static readonly Dictionary<string, (Type ClrType, Family Family)> ByStoreType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bool"] = (typeof(bool), Family.Integer),
        ["boolean"] = (typeof(bool), Family.Integer),
        ["bit"] = (typeof(ulong), Family.Integer),
        ["tinyint"] = (typeof(sbyte), Family.Integer),
        ["tinyint unsigned"] = (typeof(byte), Family.Integer),
        ["smallint"] = (typeof(short), Family.Integer),
        ["smallint unsigned"] = (typeof(ushort), Family.Integer),
        ["year"] = (typeof(short), Family.Integer),
        ["mediumint"] = (typeof(int), Family.Integer),
        ["mediumint unsigned"] = (typeof(uint), Family.Integer),
        ["int"] = (typeof(int), Family.Integer),
        ["integer"] = (typeof(int), Family.Integer),
        ["int unsigned"] = (typeof(uint), Family.Integer),
        ["bigint"] = (typeof(long), Family.Integer),
        ["bigint unsigned"] = (typeof(ulong), Family.Integer),
        ["decimal"] = (typeof(decimal), Family.Real),
        ["decimal unsigned"] = (typeof(decimal), Family.Real),
        ["numeric"] = (typeof(decimal), Family.Real),
        ["double"] = (typeof(double), Family.Real),
        ["double unsigned"] = (typeof(double), Family.Real),
        ["float"] = (typeof(float), Family.Real),
        ["float unsigned"] = (typeof(float), Family.Real),
        ["date"] = (typeof(DateOnly), Family.Date),
        ["datetime"] = (typeof(DateTime), Family.DateTime),
        ["timestamp"] = (typeof(DateTime), Family.DateTime),
        ["time"] = (typeof(TimeSpan), Family.Time),
        ["char"] = (typeof(string), Family.Text),
        ["nchar"] = (typeof(string), Family.Text),
        ["varchar"] = (typeof(string), Family.Text),
        ["nvarchar"] = (typeof(string), Family.Text),
        ["tinytext"] = (typeof(string), Family.Text),
        ["text"] = (typeof(string), Family.Text),
        ["mediumtext"] = (typeof(string), Family.Text),
        ["longtext"] = (typeof(string), Family.Text),
        ["json"] = (typeof(string), Family.Text),
        ["enum"] = (typeof(string), Family.Text),
        ["set"] = (typeof(string), Family.Text),
        ["uuid"] = (typeof(Guid), Family.Text),
        ["inet6"] = (typeof(string), Family.Text),
        ["binary"] = (typeof(byte[]), Family.Bytes),
        ["varbinary"] = (typeof(byte[]), Family.Bytes),
        ["tinyblob"] = (typeof(byte[]), Family.Bytes),
        ["blob"] = (typeof(byte[]), Family.Bytes),
        ["mediumblob"] = (typeof(byte[]), Family.Bytes),
        ["longblob"] = (typeof(byte[]), Family.Bytes),
    };

    /// <inheritdoc/>
    protected override RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo)
        => base.FindMapping(mappingInfo) ?? (mappingInfo.StoreTypeName is null ? FromClrType(mappingInfo) : FromStoreType(mappingInfo));

    /// <inheritdoc/>
    protected override string? ParseStoreTypeName(
        string? storeTypeName, ref bool? unicode, ref int? size, ref int? precision, ref int? scale)
    {
        var name = base.ParseStoreTypeName(storeTypeName, ref unicode, ref size, ref precision, ref scale);

        // "datetime(3)": digits of a second.
        if (name is not null && size is not null
            && ByStoreType.TryGetValue(name, out var store) && store.Family is Family.DateTime or Family.Time)
        {
            precision ??= size;
            size = null;
        }

        // "int(10) unsigned": what follows the parenthesis belongs to the type.
        return name is not null
               && storeTypeName!.Contains(" unsigned", StringComparison.OrdinalIgnoreCase)
               && !name.EndsWith(" unsigned", StringComparison.OrdinalIgnoreCase)
            ? name.TrimEnd() + " unsigned"
            : name;
    }

    private static RelationalTypeMapping? FromClrType(in RelationalTypeMappingInfo info)
    {
        if (info.ClrType == typeof(string)) return Text(info);
        if (info.ClrType == typeof(byte[])) return info.IsRowVersion == true ? null : Bytes(info);

        return info.ClrType is not null && ByClrType.TryGetValue(info.ClrType, out var entry)
            ? entry.Mapping.WithTypeMappingInfo(info)
            : null;
    }

    private static RelationalTypeMapping? FromStoreType(in RelationalTypeMappingInfo info)
    {
        if (!ByStoreType.TryGetValue(info.StoreTypeNameBase ?? info.StoreTypeName!, out var store)) return null;

        var clrType = info.ClrType ?? Natural(info, store.ClrType);
        if (!ByClrType.TryGetValue(clrType, out var entry) || !entry.Families.Contains(store.Family)) return null;

        if (clrType == typeof(string))
        {
            var isFixed = info.StoreTypeNameBase is "char" or "nchar";
            return new MySqlStringTypeMapping(info.StoreTypeName!, info.Size, isFixed).WithStoreTypeAndSize(info.StoreTypeName!, info.Size);
        }

        return entry.Mapping.WithTypeMappingInfo(info);
    }

    private static Type Natural(in RelationalTypeMappingInfo info, Type clrType) => info.StoreTypeNameBase switch
    {
        "tinyint" when info.Size == 1 => typeof(bool),
        "bit" when info.Size is null or 1 => typeof(bool),
        "char" when info.Size == 36 => typeof(Guid),
        _ => clrType,
    };

    private static MySqlStringTypeMapping Text(in RelationalTypeMappingInfo info)
    {
        var size = info.Size ?? (info.IsKeyOrIndex ? KeyLength : null);
        return size switch
        {
            null or < 0 or > MaxVarchar => MySqlStringTypeMapping.Default,
            <= 255 when info.IsFixedLength == true => new MySqlStringTypeMapping("char", size, fixedLength: true),
            _ => new MySqlStringTypeMapping("varchar", size),
        };
    }

    private static MySqlByteArrayTypeMapping Bytes(in RelationalTypeMappingInfo info)
    {
        var size = info.Size ?? (info.IsKeyOrIndex ? KeyLength : null);
        return size switch
        {
            null or < 0 or > MaxVarbinary => MySqlByteArrayTypeMapping.Default,
            <= 255 when info.IsFixedLength == true => new MySqlByteArrayTypeMapping("binary", size),
            _ => new MySqlByteArrayTypeMapping("varbinary", size),
        };
    }
}
