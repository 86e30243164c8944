using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Migrations;

/// <summary>The table of applied migrations, and the lock that lets one process at a time apply them.</summary>
internal sealed class MySqlHistoryRepository(HistoryRepositoryDependencies dependencies) : HistoryRepository(dependencies)
{
    private const string ScriptProcedure = "MigrationsScript";

    /// <summary>The lock lives on a connection of its own and is given back by <see cref="MySqlMigrationsLock"/> itself.</summary>
    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Explicit;

    protected override string ExistsSql
        => $"""
            SELECT 1 FROM `information_schema`.`TABLES`
            WHERE `TABLE_SCHEMA` = DATABASE() AND `TABLE_NAME` = {Literal(TableName)}{SqlGenerationHelper.StatementTerminator}
            """;

    protected override bool InterpretExistsResult(object? value) => value is not null and not DBNull;

    public override string GetCreateIfNotExistsScript()
        => GetCreateScript().Replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", StringComparison.Ordinal);

    public override IMigrationsDatabaseLock AcquireDatabaseLock()
    {
        Dependencies.MigrationsLogger.AcquiringMigrationLock();
        return MySqlMigrationsLock.Acquire(this, Dependencies.Connection);
    }

    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        Dependencies.MigrationsLogger.AcquiringMigrationLock();
        return await MySqlMigrationsLock.AcquireAsync(this, Dependencies.Connection, cancellationToken).ConfigureAwait(false);
    }

    // A script can branch only inside a stored procedure. DELIMITER is a word of the command-line client.
    public override string GetBeginIfNotExistsScript(string migrationId) => BeginIf("NOT EXISTS", migrationId);

    public override string GetBeginIfExistsScript(string migrationId) => BeginIf("EXISTS", migrationId);

    private string BeginIf(string condition, string migrationId)
        => $"""
            DROP PROCEDURE IF EXISTS `{ScriptProcedure}`;
            DELIMITER //
            CREATE PROCEDURE `{ScriptProcedure}`()
            BEGIN
                IF {condition} (SELECT 1 FROM {SqlGenerationHelper.DelimitIdentifier(TableName)} WHERE {SqlGenerationHelper.DelimitIdentifier(MigrationIdColumnName)} = {Literal(migrationId)}) THEN

            """;

    public override string GetEndIfScript()
        => $"""
                END IF;
            END //
            DELIMITER ;
            CALL `{ScriptProcedure}`();
            DROP PROCEDURE `{ScriptProcedure}`;

            """;

    private string Literal(string text)
        => Dependencies.TypeMappingSource.GetMappingForValue(text).GenerateSqlLiteral(text);
}
