using System.Data.Common;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>Makes the objects of this layer, for code that knows ADO.NET only.</summary>
public sealed class MySqlDbFactory : DbProviderFactory
{
    /// <summary>The one there is.</summary>
    public static readonly MySqlDbFactory Instance = new();

    private MySqlDbFactory()
    {
    }

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new MySqlDbConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new MySqlDbCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new MySqlParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new MySqlConnectionStringBuilder();
}
