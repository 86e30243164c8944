using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Massar.Infrastructure.MySql.Metadata;

/// <summary>
/// An integer that is alone in the primary key and generated on add is AUTO_INCREMENT, unless the model gives it
/// a default, a computation or a strategy of its own.
/// </summary>
internal sealed class MySqlIdentityColumnConvention : IModelFinalizingConvention
{
    private static readonly HashSet<Type> Integers =
    [
        typeof(int), typeof(long), typeof(short), typeof(byte), typeof(uint), typeof(ulong), typeof(ushort), typeof(sbyte),
    ];

    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entityType.FindPrimaryKey() is { Properties: [var property] } key
                && key.DeclaringEntityType == entityType
                && IsIdentity(property))
            {
                property.Builder.HasAnnotation(
                    MySqlAnnotationNames.ValueGenerationStrategy, MySqlValueGenerationStrategy.IdentityColumn);
            }
        }
    }

    private static bool IsIdentity(IConventionProperty property)
        => property.FindAnnotation(MySqlAnnotationNames.ValueGenerationStrategy) is null
            && property.ValueGenerated == ValueGenerated.OnAdd
            && !property.IsForeignKey()
            && property.FindAnnotation(RelationalAnnotationNames.DefaultValue) is null
            && property.GetDefaultValueSql() is null
            && property.GetComputedColumnSql() is null
            && Integers.Contains(property.GetValueConverter()?.ProviderClrType ?? property.ClrType);
}
