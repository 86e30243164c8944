using System.Text.RegularExpressions;
using Massar.Infrastructure.MySql.Infrastructure;
using Massar.Infrastructure.MySql.Metadata;
using Massar.Infrastructure.MySql.Query;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Migrations;

/// <summary>Writes migrations for MariaDB and MySQL.</summary>
/// <remarks>
/// DDL commits by itself: a migration that fails leaves its earlier statements applied. Schemas do not exist here and are
/// ignored; sequences and filtered indexes are refused.
/// </remarks>
internal sealed partial class MySqlMigrationsSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, IMySqlOptions options)
    : MigrationsSqlGenerator(dependencies)
{
    private readonly MySqlDialect dialect = new(options);

    private ISqlGenerationHelper Names => Dependencies.SqlGenerationHelper;

    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default)
        => base.Generate(OperationOrder.Of(operations), model, options);

    protected override void Generate(MigrationOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation is CombinedAlterOperation combined) Generate(combined, model, builder);
        else base.Generate(operation, model, builder);
    }

    private void Generate(CombinedAlterOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        AlterTable(operation.Table, builder);

        var first = true;
        foreach (var part in operation.Parts)
        {
            if (!first) builder.Append(", ");
            first = false;

            switch (part)
            {
                case DropPrimaryKeyOperation:
                    builder.Append("DROP PRIMARY KEY");
                    break;
                case AddPrimaryKeyOperation add:
                    builder.Append("ADD ");
                    PrimaryKeyConstraint(add, model, builder);
                    break;
                case AddColumnOperation add:
                    builder.Append("ADD ");
                    ColumnDefinition(add, model, builder);
                    break;
                case AlterColumnOperation alter:
                    builder.Append("MODIFY COLUMN ");
                    ColumnDefinition(alter.Schema, alter.Table, alter.Name, alter, model, builder);
                    break;
                case DropColumnOperation drop:
                    builder.Append("DROP COLUMN ").Append(Names.DelimitIdentifier(drop.Name));
                    break;
            }
        }

        End(builder);
    }

    protected override void Generate(AlterDatabaseOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var options = CharSetAndCollation(operation, operation.Collation);
        if (options.Length == 0) return;

        builder.Append("ALTER DATABASE").Append(options);
        End(builder);
    }

    protected override void Generate(EnsureSchemaOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
    }

    protected override void Generate(DropSchemaOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
    }

    protected override void Generate(
        CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate: false);

        builder.Append(CharSetAndCollation(operation, collation: null));
        if (operation.Comment is { } comment) builder.Append(" COMMENT=").Append(Literal(comment));
        if (terminate) End(builder);
    }

    protected override void Generate(AlterTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var options = CharSetAndCollation(operation, collation: null);
        if (options == CharSetAndCollation(operation.OldTable, collation: null)) options = "";
        if (operation.Comment != operation.OldTable.Comment) options += " COMMENT=" + Literal(operation.Comment ?? "");
        if (options.Length == 0) return;

        builder.Append("ALTER TABLE ").Append(Names.DelimitIdentifier(operation.Name)).Append(options);
        End(builder);
    }

    protected override void Generate(RenameTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.NewName is null || operation.NewName == operation.Name) return;

        builder.Append("RENAME TABLE ")
            .Append(Names.DelimitIdentifier(operation.Name))
            .Append(" TO ")
            .Append(Names.DelimitIdentifier(operation.NewName));
        End(builder);
    }

    protected override void Generate(AlterColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        FillNulls(operation, model, builder);

        AlterTable(operation.Table, builder);
        builder.Append("MODIFY COLUMN ");
        ColumnDefinition(operation.Schema, operation.Table, operation.Name, operation, model, builder);
        End(builder);
    }

    /// <summary>A column that stops taking nulls gives the rows that have one its default first.</summary>
    private void FillNulls(AlterColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.IsNullable || !operation.OldColumn.IsNullable || operation.ComputedColumnSql is not null) return;

        var value = operation.DefaultValueSql
            ?? (operation.DefaultValue is { } constant ? MappingOf(operation, constant, model).GenerateSqlLiteral(constant) : null);
        if (value is null) return;

        var column = Names.DelimitIdentifier(operation.Name);
        builder.Append("UPDATE ").Append(Names.DelimitIdentifier(operation.Table))
            .Append(" SET ").Append(column).Append(" = ").Append(value)
            .Append(" WHERE ").Append(column).Append(" IS NULL");
        End(builder);
    }

    protected override void Generate(RenameColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        AlterTable(operation.Table, builder);
        builder.Append("RENAME COLUMN ")
            .Append(Names.DelimitIdentifier(operation.Name))
            .Append(" TO ")
            .Append(Names.DelimitIdentifier(operation.NewName));
        End(builder);
    }

    protected override void Generate(
        CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (operation.Filter is not null)
        {
            throw new NotSupportedException(
                $"Index '{operation.Name}' has a filter, which this server does not know. Drop the filter, or index a computed column.");
        }

        builder.Append("CREATE ");
        if (operation.IsUnique) builder.Append("UNIQUE ");
        if (operation[MySqlAnnotationNames.FullTextIndex] is true) builder.Append("FULLTEXT ");

        builder.Append("INDEX ").Append(Names.DelimitIdentifier(operation.Name))
            .Append(" ON ").Append(Names.DelimitIdentifier(operation.Table)).Append(" (");
        GenerateIndexColumnList(operation, model, builder);
        builder.Append(")");
        if (terminate) End(builder);
    }

    protected override void GenerateIndexColumnList(
        CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var prefixes = operation[MySqlAnnotationNames.IndexPrefixLength] as int[];
        for (var i = 0; i < operation.Columns.Length; i++)
        {
            if (i > 0) builder.Append(", ");
            builder.Append(Names.DelimitIdentifier(operation.Columns[i]));
            if (prefixes?.ElementAtOrDefault(i) is > 0 and var length) builder.Append(FormattableString.Invariant($"({length})"));

            // An empty array means that every column descends.
            if (operation.IsDescending is { } descending && (descending.Length == 0 || descending[i])) builder.Append(" DESC");
        }
    }

    protected override void Generate(RenameIndexOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        AlterTable(operation.Table ?? throw WithoutTable(operation.Name), builder);
        builder.Append("RENAME INDEX ")
            .Append(Names.DelimitIdentifier(operation.Name))
            .Append(" TO ")
            .Append(Names.DelimitIdentifier(operation.NewName));
        End(builder);
    }

    protected override void Generate(
        DropIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        AlterTable(operation.Table ?? throw WithoutTable(operation.Name), builder);
        builder.Append("DROP INDEX ").Append(Names.DelimitIdentifier(operation.Name));
        if (terminate) End(builder);
    }

    protected override void Generate(
        DropPrimaryKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        AlterTable(operation.Table, builder);
        builder.Append("DROP PRIMARY KEY");
        if (terminate) End(builder);
    }

    protected override void Generate(
        DropUniqueConstraintOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        AlterTable(operation.Table, builder);
        builder.Append("DROP INDEX ").Append(Names.DelimitIdentifier(operation.Name));
        End(builder);
    }

    protected override void Generate(
        DropForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        AlterTable(operation.Table, builder);
        builder.Append("DROP FOREIGN KEY ").Append(Names.DelimitIdentifier(operation.Name));
        if (terminate) End(builder);
    }

    protected override void Generate(DropCheckConstraintOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        AlterTable(operation.Table, builder);
        builder.Append(dialect.IsMariaDb ? "DROP CONSTRAINT " : "DROP CHECK ").Append(Names.DelimitIdentifier(operation.Name));
        End(builder);
    }

    protected override void Generate(CreateSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder)
        => throw WithoutSequences(operation.Name);

    protected override void Generate(AlterSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder)
        => throw WithoutSequences(operation.Name);

    protected override void Generate(RenameSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder)
        => throw WithoutSequences(operation.Name);

    protected override void Generate(RestartSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder)
        => throw WithoutSequences(operation.Name);

    protected override void Generate(DropSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder)
        => throw WithoutSequences(operation.Name);

    /// <summary>
    /// In a script every statement needs its semicolon, and a body full of semicolons another delimiter, which is a word of the
    /// command-line client.
    /// </summary>
    protected override void Generate(SqlOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var sql = operation.Sql.TrimEnd();
        var asScript = Options.HasFlag(MigrationsSqlGenerationOptions.Script);

        if (CompoundStatement().IsMatch(sql))
        {
            if (Options.HasFlag(MigrationsSqlGenerationOptions.Idempotent))
            {
                throw new NotSupportedException(
                    "An idempotent script branches inside a stored procedure, which cannot create a trigger, a routine or an event. "
                    + "Apply this migration with MigrateAsync, or generate a plain script from the migration before it.");
            }

            if (asScript) builder.AppendLine("DELIMITER //");
            builder.AppendLine(asScript ? sql + " //" : sql);
            if (asScript) builder.AppendLine("DELIMITER ;");
        }
        else
        {
            builder.AppendLine(sql.EndsWith(';') ? sql : sql + Names.StatementTerminator);
        }

        EndStatement(builder, operation.SuppressTransaction);
    }

    [GeneratedRegex(@"^\s*CREATE\s+(OR\s+REPLACE\s+)?(DEFINER\s*=\s*\S+\s+)?(TRIGGER|PROCEDURE|FUNCTION|EVENT)\b", RegexOptions.IgnoreCase)]
    private static partial Regex CompoundStatement();

    /// <summary>Type, character set, collation, computation or nullability, identity or default, comment: the order the grammar asks for.</summary>
    protected override void ColumnDefinition(
        string? schema, string table, string name, ColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var type = operation.ColumnType ?? GetColumnType(schema, table, name, operation, model)
            ?? throw new InvalidOperationException($"No column type for '{table}.{name}'.");

        builder.Append(Names.DelimitIdentifier(name)).Append(" ").Append(type);

        if (operation[MySqlAnnotationNames.CharSet] is string charSet) builder.Append(" CHARACTER SET ").Append(charSet);
        if (operation.Collation is { } collation) builder.Append(" COLLATE ").Append(collation);

        if (operation.ComputedColumnSql is { } computed)
        {
            builder.Append(" GENERATED ALWAYS AS (").Append(computed).Append(")")
                .Append(operation.IsStored == true ? " STORED" : " VIRTUAL");
        }
        else
        {
            builder.Append(operation.IsNullable ? " NULL" : " NOT NULL");

            if (IsIdentity(operation)) builder.Append(" AUTO_INCREMENT");
            else Default(operation, type, model, builder);
        }

        if (operation.Comment is { } comment) builder.Append(" COMMENT ").Append(Literal(comment));
    }

    private void Default(ColumnOperation operation, string type, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.DefaultValueSql is { } sql)
        {
            var bare = sql.StartsWith("CURRENT_TIMESTAMP", StringComparison.OrdinalIgnoreCase)
                || (sql.StartsWith('(') && sql.EndsWith(')'));
            builder.Append(" DEFAULT ").Append(bare ? sql : $"({sql})");
        }
        else if (operation.DefaultValue is { } value)
        {
            var literal = MappingOf(operation, value, model).GenerateSqlLiteral(value);
            var large = type.Contains("text", StringComparison.OrdinalIgnoreCase) || type.Contains("blob", StringComparison.OrdinalIgnoreCase);

            // A large column takes an expression, not a constant.
            builder.Append(" DEFAULT ").Append(large ? $"({literal})" : literal);
        }
    }

    private RelationalTypeMapping MappingOf(ColumnOperation operation, object value, IModel? model)
        => (operation.ColumnType is { } type ? Dependencies.TypeMappingSource.FindMapping(value.GetType(), type) : null)
            ?? Dependencies.TypeMappingSource.GetMappingForValue(value);

    private static bool IsIdentity(ColumnOperation operation)
        => operation[MySqlAnnotationNames.ValueGenerationStrategy] is MySqlValueGenerationStrategy.IdentityColumn;

    private static string CharSetAndCollation(IReadOnlyAnnotatable annotated, string? collation)
    {
        collation ??= annotated[RelationalAnnotationNames.Collation] as string;
        var charSet = annotated[MySqlAnnotationNames.CharSet] as string ?? CharSetOf(collation);

        var options = charSet is null ? "" : $" CHARACTER SET {charSet}";
        return collation is null ? options : $"{options} COLLATE {collation}";
    }

    /// <summary>A collation is named after its character set.</summary>
    private static string? CharSetOf(string? collation)
        => collation is null ? null : collation.Split('_')[0] is var charSet && charSet == "uca1400" ? "utf8mb4" : charSet;

    private void AlterTable(string table, MigrationCommandListBuilder builder)
        => builder.Append("ALTER TABLE ").Append(Names.DelimitIdentifier(table)).Append(" ");

    private void End(MigrationCommandListBuilder builder)
    {
        builder.AppendLine(Names.StatementTerminator);
        EndStatement(builder);
    }

    private string Literal(string text)
        => Dependencies.TypeMappingSource.GetMapping(typeof(string)).GenerateSqlLiteral(text);

    private static InvalidOperationException WithoutTable(string index)
        => new($"Index '{index}' names no table: give the table to the migration operation.");

    private static NotSupportedException WithoutSequences(string name)
        => new($"Sequence '{name}': this provider has no sequences. Use an AUTO_INCREMENT key or a counter table.");
}
