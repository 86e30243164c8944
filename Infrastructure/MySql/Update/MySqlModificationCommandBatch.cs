using Massar.Infrastructure.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;

namespace Massar.Infrastructure.MySql.Update;

/// <summary>
/// The statements of one round trip. Inserts of the same shape that follow each other are held back and written as one statement.
/// </summary>
public sealed class MySqlModificationCommandBatch(ModificationCommandBatchFactoryDependencies dependencies, int maxBatchSize)
    : AffectedCountModificationCommandBatch(dependencies, maxBatchSize)
{
    /// <summary>Bytes of text, well under the 16 MB a server accepts as one packet by default.</summary>
    private const int MaxTextLength = 4 * 1024 * 1024;

    private readonly List<IReadOnlyModificationCommand> pendingInserts = [];
    private long valuesLength;
    private long lastValuesLength;

    private new MySqlUpdateSqlGenerator UpdateSqlGenerator => (MySqlUpdateSqlGenerator)base.UpdateSqlGenerator;

    /// <inheritdoc/>
    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        if (pendingInserts.Count > 0 && !(IsInsert(modificationCommand) && HaveSameShape(pendingInserts[0], modificationCommand)))
            WritePendingInserts();
        return base.TryAddCommand(modificationCommand);
    }

    /// <inheritdoc/>
    public override void Complete(bool moreBatchesExpected)
    {
        WritePendingInserts();
        base.Complete(moreBatchesExpected);
    }

    /// <inheritdoc/>
    protected override void AddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        lastValuesLength = ValuesLengthOf(modificationCommand);
        valuesLength += lastValuesLength;

        if (IsInsert(modificationCommand))
        {
            pendingInserts.Add(modificationCommand);
            AddParameters(modificationCommand);
        }
        else
        {
            base.AddCommand(modificationCommand);
        }
    }

    /// <inheritdoc/>
    protected override void RollbackLastCommand(IReadOnlyModificationCommand modificationCommand)
    {
        valuesLength -= lastValuesLength;
        if (pendingInserts.Count > 0) pendingInserts.RemoveAt(pendingInserts.Count - 1);
        base.RollbackLastCommand(modificationCommand);
    }

    /// <inheritdoc/>
    protected override bool IsValid() => SqlBuilder.Length + valuesLength <= MaxTextLength;

    private static bool IsInsert(IReadOnlyModificationCommand command)
        => command is { EntityState: EntityState.Added, StoreStoredProcedure: null };

    private static bool HaveSameShape(IReadOnlyModificationCommand first, IReadOnlyModificationCommand second)
        => first.TableName == second.TableName
           && Columns(first, o => o.IsWrite).SequenceEqual(Columns(second, o => o.IsWrite), StringComparer.Ordinal)
           && Columns(first, o => o.IsRead).SequenceEqual(Columns(second, o => o.IsRead), StringComparer.Ordinal);

    private static IEnumerable<string> Columns(IReadOnlyModificationCommand command, Func<IColumnModification, bool> which)
        => command.ColumnModifications.Where(which).Select(o => o.ColumnName);

    // The driver writes values into the text: UTF-8 with escapes. Names, placeholders and numbers are a guess on the high side.
    private static long ValuesLengthOf(IReadOnlyModificationCommand command)
    {
        var length = 64L;
        foreach (var column in command.ColumnModifications)
        {
            length += Length(column.Value) + 8;
            if (column.UseOriginalValueParameter) length += Length(column.OriginalValue);
        }

        return length;

        static long Length(object? value) => value switch
        {
            null => 4,
            string text => (2L * text.Length) + 2,
            byte[] bytes => (2L * bytes.Length) + 10,
            System.Collections.ICollection items => 32L * items.Count,
            _ => 32,
        };
    }

    private void WritePendingInserts()
    {
        if (pendingInserts.Count == 0) return;

        var isFirstStatement = IsCommandTextEmpty;
        var mapping = UpdateSqlGenerator.AppendInsertOperations(SqlBuilder, pendingInserts, ResultSetMappings.Count, out var requiresTransaction);
        SetRequiresTransaction(!isFirstStatement || requiresTransaction);

        for (var i = 0; i < pendingInserts.Count; i++) ResultSetMappings.Add(mapping);
        if (mapping == ResultSetMapping.NotLastInResultSet) ResultSetMappings[^1] = ResultSetMapping.LastInResultSet;
        pendingInserts.Clear();
    }
}

/// <summary>Makes the batches, of 1000 commands at most unless the options say otherwise.</summary>
public sealed class MySqlModificationCommandBatchFactory(
    ModificationCommandBatchFactoryDependencies dependencies, IDbContextOptions options) : IModificationCommandBatchFactory
{
    private const int DefaultMaxBatchSize = 1000;

    private readonly int maxBatchSize = options.FindExtension<MySqlOptionsExtension>()?.MaxBatchSize ?? DefaultMaxBatchSize;

    /// <inheritdoc/>
    public ModificationCommandBatch Create() => new MySqlModificationCommandBatch(dependencies, maxBatchSize);
}
