using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Massar.Infrastructure.Data;

/// <summary>Which rows other tables name by a column: every table of the model is asked, so that none is forgotten.</summary>
public static class NamedRows
{
    /// <summary>The columns of the whole model that hold the number of such a row, by the ending of their names.</summary>
    /// <param name="ending">"PupilId", "EmployeeId": columns with a word before it name one as well.</param>
    public static IEnumerable<(Type Entity, IProperty Column)> Columns(IModel model, string ending) =>
        from type in model.GetEntityTypes()
        from property in type.GetProperties()
        where property.Name.EndsWith(ending, StringComparison.Ordinal) && (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(long)
        orderby type.ClrType.FullName, property.Name
        select (type.ClrType, property);

    /// <summary>Those of the given numbers that any other table names.</summary>
    /// <param name="except">Tables that are looked at for themselves.</param>
    public static async Task<HashSet<long>> Named(MassarDb db, string ending, IReadOnlyCollection<Type> except, List<long> ids, CancellationToken ct)
    {
        var named = new HashSet<long>();
        if (ids.Count == 0) return named;
        foreach (var (entity, column) in Columns(db.Model, ending).Where(c => !except.Contains(c.Entity)))
            named.UnionWith(await In(db, entity, column, ids, ct));
        return named;
    }

    private static Task<List<long>> In(MassarDb db, Type entity, IProperty column, List<long> ids, CancellationToken ct) =>
        (Task<List<long>>)typeof(NamedRows).GetMethod(column.ClrType == typeof(long) ? nameof(ByNumber) : nameof(ByChoice), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(entity).Invoke(null, [db, column.Name, ids, ct])!;

    private static Task<List<long>> ByNumber<T>(MassarDb db, string column, List<long> ids, CancellationToken ct) where T : class =>
        db.Set<T>().Where(e => ids.Contains(EF.Property<long>(e, column))).Select(e => EF.Property<long>(e, column)).Distinct().ToListAsync(ct);

    private static Task<List<long>> ByChoice<T>(MassarDb db, string column, List<long> ids, CancellationToken ct) where T : class =>
        db.Set<T>().Where(e => EF.Property<long?>(e, column) != null && ids.Contains(EF.Property<long?>(e, column)!.Value)).Select(e => EF.Property<long?>(e, column)!.Value).Distinct().ToListAsync(ct);
}
