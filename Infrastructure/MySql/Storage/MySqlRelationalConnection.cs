using System.Data.Common;
using Massar.Infrastructure.MySql.Ado;
using Massar.Infrastructure.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Storage;

/// <summary>A context's connection.</summary>
public interface IMySqlRelationalConnection : IRelationalConnection
{
    /// <summary>
    /// A connection of its own, outside the pool, to the same server without naming a database: for creating and dropping one.
    /// The caller disposes of it.
    /// </summary>
    IMySqlRelationalConnection CreateMasterConnection();
}

/// <inheritdoc cref="IMySqlRelationalConnection"/>
public sealed class MySqlRelationalConnection(RelationalConnectionDependencies dependencies)
    : RelationalConnection(dependencies), IMySqlRelationalConnection
{
    /// <inheritdoc/>
    protected override bool SupportsAmbientTransactions => false;

    /// <inheritdoc/>
    public IMySqlRelationalConnection CreateMasterConnection()
    {
        var extension = Dependencies.ContextOptions.FindExtension<MySqlOptionsExtension>()
            ?? throw new InvalidOperationException("The context was not configured with UseMySql.");
        var connectionString = ConnectionString ?? extension.Connection?.ConnectionString
            ?? throw new InvalidOperationException("The context has no connection string.");
        var options = new DbContextOptionsBuilder()
            .UseMySql(MySqlConnectionSettings.WithoutDatabase(connectionString), extension.ServerVersion!)
            .Options;

        return new MySqlRelationalConnection(Dependencies with { ContextOptions = options });
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new MySqlDbConnection(GetValidatedConnectionString());
}
