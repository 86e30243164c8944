using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Massar.Infrastructure.MySql.Metadata;

/// <summary>Carries the annotations of the model onto databases, tables, columns and indexes, where migrations read them.</summary>
internal sealed class MySqlAnnotationProvider(RelationalAnnotationProviderDependencies dependencies)
    : RelationalAnnotationProvider(dependencies)
{
    // EF's comparer drops the model's collation from the very first AlterDatabase, and a server that is told only
    // a character set falls back to that set's own collation: both travel as annotations, on every table too.
    public override IEnumerable<IAnnotation> For(IRelationalModel model, bool designTime)
        => designTime ? CharSetAndCollation(model.Model.GetCharSet(), model.Model.GetCollation()) : [];

    public override IEnumerable<IAnnotation> For(ITable table, bool designTime)
    {
        if (!designTime) return [];

        var own = table.EntityTypeMappings
            .Select(mapping => (mapping.TypeBase as IReadOnlyEntityType)?.GetCharSet())
            .FirstOrDefault(charSet => charSet is not null);

        var model = table.Model.Model;
        return own is null || own == model.GetCharSet()
            ? CharSetAndCollation(model.GetCharSet(), model.GetCollation())
            : CharSetAndCollation(own, null);
    }

    public override IEnumerable<IAnnotation> For(IColumn column, bool designTime)
    {
        if (!designTime) yield break;

        // A derived type's own table (TPT) repeats the key of its base: only the base's column counts.
        var identity = column.PropertyMappings.Any(mapping
            => mapping.TableMapping.TypeBase == mapping.Property.DeclaringType
                && mapping.TableMapping.IsSharedTablePrincipal != false
                && mapping.Property.GetValueGenerationStrategy() == MySqlValueGenerationStrategy.IdentityColumn);

        if (identity)
        {
            yield return new Annotation(MySqlAnnotationNames.ValueGenerationStrategy, MySqlValueGenerationStrategy.IdentityColumn);
        }

        if (column.PropertyMappings.Select(m => m.Property.GetCharSet()).FirstOrDefault(c => c is not null) is { } charSet)
        {
            yield return new Annotation(MySqlAnnotationNames.CharSet, charSet);
        }
    }

    public override IEnumerable<IAnnotation> For(ITableIndex index, bool designTime)
    {
        if (!designTime) yield break;

        var mapped = index.MappedIndexes.First();
        if (mapped[MySqlAnnotationNames.FullTextIndex] is true)
        {
            yield return new Annotation(MySqlAnnotationNames.FullTextIndex, true);
        }

        if (mapped[MySqlAnnotationNames.IndexPrefixLength] is int[] lengths)
        {
            yield return new Annotation(MySqlAnnotationNames.IndexPrefixLength, lengths);
        }
    }

    private static IEnumerable<IAnnotation> CharSetAndCollation(string? charSet, string? collation)
    {
        if (charSet is not null) yield return new Annotation(MySqlAnnotationNames.CharSet, charSet);
        if (collation is not null) yield return new Annotation(RelationalAnnotationNames.Collation, collation);
    }
}
