using System.Data.Common;
using System.Globalization;
using Massar.Infrastructure.MySql.Ado;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Storage;

/// <summary>Creates, drops and looks for the database of a connection string.</summary>
public sealed class MySqlDatabaseCreator(
    RelationalDatabaseCreatorDependencies dependencies, IMySqlRelationalConnection connection, ISqlGenerationHelper sql)
    : RelationalDatabaseCreator(dependencies)
{
    // Known to both products; sorts and compares Arabic and French without regard to case and vowel marks.
    private const string DefaultCharSet = "utf8mb4";
    private const string DefaultCollation = "utf8mb4_unicode_ci";

    private string Database => MySqlConnectionSettings.DatabaseOf(connection.DbConnection.ConnectionString) is { Length: > 0 } name
        ? name
        : throw new InvalidOperationException("The connection string names no database.");

    /// <inheritdoc/>
    public override bool Exists() => OnMaster(command => Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0, ExistsSql());

    /// <inheritdoc/>
    public override Task<bool> ExistsAsync(CancellationToken cancellationToken = default) => Task.Run(Exists, cancellationToken);

    /// <inheritdoc/>
    public override bool HasTables()
    {
        connection.Open();
        try
        {
            using var command = connection.DbConnection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'";
            command.Transaction = connection.CurrentTransaction?.GetDbTransaction();
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
        }
        finally
        {
            connection.Close();
        }
    }

    /// <inheritdoc/>
    public override Task<bool> HasTablesAsync(CancellationToken cancellationToken = default) => Task.Run(HasTables, cancellationToken);

    /// <inheritdoc/>
    public override void Create()
    {
        var model = Dependencies.CurrentContext.Context.GetService<IDesignTimeModel>().Model;
        var charSet = model["MySql:CharSet"] as string ?? DefaultCharSet;
        var collation = model.GetCollation() ?? (charSet == DefaultCharSet ? DefaultCollation : null);
        var statement = $"CREATE DATABASE {sql.DelimitIdentifier(Database)} CHARACTER SET {charSet}"
            + (collation is null ? "" : $" COLLATE {collation}");

        OnMaster(command => command.ExecuteNonQuery(), statement);
        ClearPool();
    }

    /// <inheritdoc/>
    public override Task CreateAsync(CancellationToken cancellationToken = default) => Task.Run(Create, cancellationToken);

    /// <inheritdoc/>
    public override void Delete()
    {
        ClearPool();
        OnMaster(command => command.ExecuteNonQuery(), $"DROP DATABASE {sql.DelimitIdentifier(Database)}");
        ClearPool();
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(CancellationToken cancellationToken = default) => Task.Run(Delete, cancellationToken);

    private string ExistsSql()
        => "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "
           + MySqlStringTypeMapping.Default.GenerateSqlLiteral(Database);

    private void ClearPool()
    {
        if (connection.DbConnection is MySqlDbConnection own) MySqlDbConnection.ClearPool(own);
    }

    private T OnMaster<T>(Func<DbCommand, T> run, string statement)
        => Dependencies.ExecutionStrategy.Execute(() =>
        {
            using var master = connection.CreateMasterConnection();
            master.Open();
            using var command = master.DbConnection.CreateCommand();
            command.CommandText = statement;
            return run(command);
        });
}
