using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Massar.Infrastructure.Data;

/// <summary>
/// The one database. Each area lists its tables in a partial of its own (<c>MassarDb.Marks.cs</c>);
/// mappings stand beside the entities and are found by one scan.
/// </summary>
public sealed partial class MassarDb(DbContextOptions<MassarDb> options) : DbContext(options)
{
    private static readonly MethodInfo Apply = typeof(ModelBuilder).GetMethod(nameof(ModelBuilder.ApplyConfiguration))!;

    /// <summary>What the current transaction changed, until it is written to the audit trail.</summary>
    internal AuditNotes Notes { get; } = new();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditSubject> AuditSubjects => Set<AuditSubject>();

    public DbSet<AuditChain> AuditChains => Set<AuditChain>();

    public DbSet<IdempotentCall> IdempotentCalls => Set<IdempotentCall>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasCharSet("utf8mb4").UseCollation("utf8mb4_unicode_ci");
        foreach (var mapping in OwnTypes.Of(typeof(IEntityTypeConfiguration<>)).OrderBy(t => t.FullName, StringComparer.Ordinal))
            foreach (var contract in mapping.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>)))
                Apply.MakeGenericMethod(contract.GetGenericArguments()).Invoke(modelBuilder, [Activator.CreateInstance(mapping, nonPublic: true)]);

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.ClrType.IsAssignableTo(typeof(IVersioned)))
                modelBuilder.Entity(entity.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<DateTime?>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<decimal>().HavePrecision(12, 2);
        configurationBuilder.Properties<string>().HaveMaxLength(200);
    }

    /// <summary>Instants are UTC in the database and in memory.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        v => v.Kind == DateTimeKind.Local ? v.ToUniversalTime() : v,
        v => DateTime.SpecifyKind(v, DateTimeKind.Utc));
}

/// <summary>Column kinds that come back everywhere.</summary>
public static class Columns
{
    /// <summary>Codes and tokens: compared byte by byte, never folded.</summary>
    public static Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<T> IsCode<T>(
        this Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<T> property, int length) =>
        property.HasMaxLength(length).UseCollation("utf8mb4_bin");

    /// <summary>Texts without a bound that matters: longtext. Everything else is at most 200 characters by convention.</summary>
    public static Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<T> IsLongText<T>(
        this Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<T> property)
    {
        property.Metadata.SetMaxLength(null);
        return property.HasColumnType("longtext");
    }
}
