using System.Data.Common;
using Massar.Infrastructure.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary><c>UseMySql</c>: a context works with a MariaDB or MySQL server.</summary>
public static class MySqlDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Works with the server of a connection string; its version is asked for once per string and process.
    /// </summary>
    /// <param name="optionsBuilder">The options to complete.</param>
    /// <param name="connectionString">
    /// <c>Server=127.0.0.1;Port=3306;…</c>, or <c>Server=/path/of/the.sock;…</c> for a Unix socket.
    /// </param>
    /// <param name="mySqlOptionsAction">Further options.</param>
    public static DbContextOptionsBuilder UseMySql(
        this DbContextOptionsBuilder optionsBuilder,
        string connectionString,
        Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
        => optionsBuilder.UseMySql(connectionString, ServerVersion.AutoDetect(connectionString), mySqlOptionsAction);

    /// <inheritdoc cref="UseMySql(DbContextOptionsBuilder, string, Action{MySqlDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseMySql<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        string connectionString,
        Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
        where TContext : DbContext
        => (DbContextOptionsBuilder<TContext>)UseMySql((DbContextOptionsBuilder)optionsBuilder, connectionString, mySqlOptionsAction);

    /// <summary>Works with the server of a connection string, whose version is known.</summary>
    public static DbContextOptionsBuilder UseMySql(
        this DbContextOptionsBuilder optionsBuilder,
        string? connectionString,
        ServerVersion serverVersion,
        Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
        => Use(optionsBuilder, serverVersion, extension => extension.WithConnectionString(connectionString), mySqlOptionsAction);

    /// <inheritdoc cref="UseMySql(DbContextOptionsBuilder, string, ServerVersion, Action{MySqlDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseMySql<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        string? connectionString,
        ServerVersion serverVersion,
        Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
        where TContext : DbContext
        => (DbContextOptionsBuilder<TContext>)UseMySql((DbContextOptionsBuilder)optionsBuilder, connectionString, serverVersion, mySqlOptionsAction);

    /// <summary>Works over a connection that the caller owns and disposes of.</summary>
    public static DbContextOptionsBuilder UseMySql(
        this DbContextOptionsBuilder optionsBuilder,
        DbConnection connection,
        ServerVersion serverVersion,
        Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Use(optionsBuilder, serverVersion, extension => extension.WithConnection(connection), mySqlOptionsAction);
    }

    /// <inheritdoc cref="UseMySql(DbContextOptionsBuilder, DbConnection, ServerVersion, Action{MySqlDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseMySql<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        DbConnection connection,
        ServerVersion serverVersion,
        Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
        where TContext : DbContext
        => (DbContextOptionsBuilder<TContext>)UseMySql((DbContextOptionsBuilder)optionsBuilder, connection, serverVersion, mySqlOptionsAction);

    private static DbContextOptionsBuilder Use(
        DbContextOptionsBuilder builder,
        ServerVersion serverVersion,
        Func<MySqlOptionsExtension, RelationalOptionsExtension> withConnection,
        Action<MySqlDbContextOptionsBuilder>? action)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(serverVersion);

        var extension = builder.Options.FindExtension<MySqlOptionsExtension>() ?? new MySqlOptionsExtension();
        IDbContextOptionsBuilderInfrastructure infrastructure = builder;
        infrastructure.AddOrUpdateExtension((MySqlOptionsExtension)withConnection(extension.WithServerVersion(serverVersion)));
        action?.Invoke(new MySqlDbContextOptionsBuilder(builder));
        return builder;
    }
}
