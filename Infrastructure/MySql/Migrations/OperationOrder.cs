using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Massar.Infrastructure.MySql.Migrations;

/// <summary>Several changes of one table that the server accepts only in a single ALTER TABLE.</summary>
internal sealed class CombinedAlterOperation(string table, IReadOnlyList<MigrationOperation> parts) : MigrationOperation
{
    public string Table { get; } = table;

    public IReadOnlyList<MigrationOperation> Parts { get; } = parts;
}

/// <summary>Arranges a migration so that no statement stands alone that the server would refuse alone.</summary>
internal static class OperationOrder
{
    public static IReadOnlyList<MigrationOperation> Of(IReadOnlyList<MigrationOperation> operations)
    {
        var arranged = operations.ToList();
        foreach (var table in TablesWhosePrimaryKeyChanges(operations)) CombinePrimaryKey(arranged, table);
        DropIndexesLast(arranged);
        return arranged;
    }

    private static List<string> TablesWhosePrimaryKeyChanges(IReadOnlyList<MigrationOperation> operations)
        => operations
            .Select(operation => operation switch
            {
                DropPrimaryKeyOperation drop => drop.Table,
                AddPrimaryKeyOperation add => add.Table,
                _ => null,
            })
            .OfType<string>()
            .Distinct()
            .ToList();

    /// <summary>
    /// An AUTO_INCREMENT column must be in a key at every moment: it cannot lose its primary key first, nor gain it later.
    /// The column changes between the two become one statement, unless other work stands between them.
    /// </summary>
    private static void CombinePrimaryKey(List<MigrationOperation> operations, string table)
    {
        var first = operations.FindIndex(operation => IsPart(operation, table));
        var last = operations.FindLastIndex(operation => IsPart(operation, table));
        var span = operations[first..(last + 1)];

        var interrupted = span.Exists(operation
            => operation is SqlOperation or InsertDataOperation or UpdateDataOperation or DeleteDataOperation
                || operation is RenameColumnOperation rename && rename.Table == table
                || operation is RenameTableOperation renamed && (renamed.Name == table || renamed.NewName == table));
        if (interrupted) return;

        var parts = span.Where(operation => IsPart(operation, table)).ToList();
        if (parts.Count < 2) return;

        operations.RemoveRange(first, last - first + 1);
        operations.InsertRange(
            first, [.. span.Where(operation => !IsPart(operation, table)), new CombinedAlterOperation(table, parts)]);
    }

    private static bool IsPart(MigrationOperation operation, string table)
        => operation switch
        {
            DropPrimaryKeyOperation drop => drop.Table == table,
            AddPrimaryKeyOperation add => add.Table == table,
            AddColumnOperation add => add.Table == table,
            AlterColumnOperation alter => alter.Table == table,
            DropColumnOperation drop => drop.Table == table,
            _ => false,
        };

    /// <summary>
    /// A foreign key needs an index at every moment (error 1553): where one index replaces another, the new one comes first.
    /// </summary>
    private static void DropIndexesLast(List<MigrationOperation> operations)
    {
        foreach (var drop in operations.OfType<DropIndexOperation>().ToList())
        {
            var from = operations.IndexOf(drop);
            var to = operations.FindLastIndex(operation => operation is CreateIndexOperation create && create.Table == drop.Table);
            if (to < from) continue;

            var between = operations[(from + 1)..(to + 1)];
            var free = between.TrueForAll(operation => operation switch
            {
                CreateIndexOperation create => create.Table != drop.Table || create.Name != drop.Name,
                RenameIndexOperation rename => rename.Table != drop.Table || rename.NewName != drop.Name,
                RenameTableOperation rename => rename.Name != drop.Table,
                ITableMigrationOperation change => change.Table != drop.Table,
                _ => true,
            });
            if (!free) continue;

            operations.Insert(to + 1, drop);
            operations.RemoveAt(from);
        }
    }
}
