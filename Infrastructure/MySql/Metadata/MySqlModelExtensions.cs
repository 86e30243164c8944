using Massar.Infrastructure.MySql.Metadata;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Microsoft.EntityFrameworkCore;

/// <summary>What a model can say to MariaDB and MySQL beyond the relational vocabulary.</summary>
public static class MySqlModelBuilderExtensions
{
    /// <summary>Sets the character set of the database and of its new tables, such as <c>utf8mb4</c>.</summary>
    public static ModelBuilder HasCharSet(this ModelBuilder modelBuilder, string? charSet)
    {
        modelBuilder.Model.SetOrRemoveAnnotation(MySqlAnnotationNames.CharSet, charSet);
        return modelBuilder;
    }

    /// <summary>The character set of the database, or null for the server's own.</summary>
    public static string? GetCharSet(this IReadOnlyModel model) => (string?)model[MySqlAnnotationNames.CharSet];
}

/// <inheritdoc cref="MySqlModelBuilderExtensions"/>
public static class MySqlEntityTypeBuilderExtensions
{
    /// <summary>Sets the character set of the table, such as <c>utf8mb4</c>.</summary>
    public static EntityTypeBuilder HasCharSet(this EntityTypeBuilder entity, string? charSet)
    {
        entity.Metadata.SetOrRemoveAnnotation(MySqlAnnotationNames.CharSet, charSet);
        return entity;
    }

    /// <inheritdoc cref="HasCharSet(EntityTypeBuilder, string?)"/>
    public static EntityTypeBuilder<TEntity> HasCharSet<TEntity>(this EntityTypeBuilder<TEntity> entity, string? charSet)
        where TEntity : class
        => (EntityTypeBuilder<TEntity>)HasCharSet((EntityTypeBuilder)entity, charSet);

    /// <summary>The character set of the table, or null for the database's.</summary>
    public static string? GetCharSet(this IReadOnlyEntityType entity) => (string?)entity[MySqlAnnotationNames.CharSet];
}

/// <inheritdoc cref="MySqlModelBuilderExtensions"/>
public static class MySqlPropertyBuilderExtensions
{
    /// <summary>Sets the character set of the column, such as <c>ascii</c>.</summary>
    public static PropertyBuilder HasCharSet(this PropertyBuilder property, string? charSet)
    {
        property.Metadata.SetOrRemoveAnnotation(MySqlAnnotationNames.CharSet, charSet);
        return property;
    }

    /// <inheritdoc cref="HasCharSet(PropertyBuilder, string?)"/>
    public static PropertyBuilder<TProperty> HasCharSet<TProperty>(this PropertyBuilder<TProperty> property, string? charSet)
        => (PropertyBuilder<TProperty>)HasCharSet((PropertyBuilder)property, charSet);

    /// <summary>Makes the column AUTO_INCREMENT. The server accepts one such column per table, and it must begin a key.</summary>
    public static PropertyBuilder UseMySqlIdentityColumn(this PropertyBuilder property)
    {
        property.ValueGeneratedOnAdd();
        property.Metadata.SetValueGenerationStrategy(MySqlValueGenerationStrategy.IdentityColumn);
        return property;
    }

    /// <inheritdoc cref="UseMySqlIdentityColumn(PropertyBuilder)"/>
    public static PropertyBuilder<TProperty> UseMySqlIdentityColumn<TProperty>(this PropertyBuilder<TProperty> property)
        => (PropertyBuilder<TProperty>)UseMySqlIdentityColumn((PropertyBuilder)property);

    /// <summary>How the server gives the column its value; <see cref="MySqlValueGenerationStrategy.None"/> when nothing was said.</summary>
    public static MySqlValueGenerationStrategy GetValueGenerationStrategy(this IReadOnlyProperty property)
        => (MySqlValueGenerationStrategy?)property[MySqlAnnotationNames.ValueGenerationStrategy] ?? MySqlValueGenerationStrategy.None;

    /// <summary>States how the server gives the column its value; null leaves it to the convention.</summary>
    public static void SetValueGenerationStrategy(this IMutableProperty property, MySqlValueGenerationStrategy? strategy)
        => property.SetOrRemoveAnnotation(MySqlAnnotationNames.ValueGenerationStrategy, strategy);

    /// <summary>The character set of the column, or null for the table's.</summary>
    public static string? GetCharSet(this IReadOnlyProperty property) => (string?)property[MySqlAnnotationNames.CharSet];
}

/// <inheritdoc cref="MySqlModelBuilderExtensions"/>
public static class MySqlIndexBuilderExtensions
{
    /// <summary>Indexes only the first characters of each column, in the order of the columns; 0 takes the whole column.</summary>
    public static IndexBuilder HasPrefixLength(this IndexBuilder index, params int[] prefixLengths)
    {
        index.Metadata.SetOrRemoveAnnotation(MySqlAnnotationNames.IndexPrefixLength, prefixLengths.Length == 0 ? null : prefixLengths);
        return index;
    }

    /// <inheritdoc cref="HasPrefixLength(IndexBuilder, int[])"/>
    public static IndexBuilder<TEntity> HasPrefixLength<TEntity>(this IndexBuilder<TEntity> index, params int[] prefixLengths)
        => (IndexBuilder<TEntity>)HasPrefixLength((IndexBuilder)index, prefixLengths);

    /// <summary>Makes the index a FULLTEXT index.</summary>
    public static IndexBuilder IsFullText(this IndexBuilder index, bool fullText = true)
    {
        index.Metadata.SetOrRemoveAnnotation(MySqlAnnotationNames.FullTextIndex, fullText ? true : null);
        return index;
    }

    /// <inheritdoc cref="IsFullText(IndexBuilder, bool)"/>
    public static IndexBuilder<TEntity> IsFullText<TEntity>(this IndexBuilder<TEntity> index, bool fullText = true)
        => (IndexBuilder<TEntity>)IsFullText((IndexBuilder)index, fullText);
}
