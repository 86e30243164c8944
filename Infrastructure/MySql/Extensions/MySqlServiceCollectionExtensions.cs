using Massar.Infrastructure.MySql;
using Massar.Infrastructure.MySql.Infrastructure;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.MySql.Storage;
using Massar.Infrastructure.MySql.Update;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The provider's registrations.</summary>
public static class MySqlServiceCollectionExtensions
{
    /// <summary>
    /// The services of the provider, for an internal Entity Framework service provider. Applications call <c>UseMySql</c>.
    /// </summary>
    public static IServiceCollection AddEntityFrameworkMySql(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        var builder = new EntityFrameworkRelationalServicesBuilder(services).TryAddMySqlQueryAndMigrations();
        builder
            .TryAdd<LoggingDefinitions, MySqlLoggingDefinitions>()
            .TryAdd<IDatabaseProvider, DatabaseProvider<MySqlOptionsExtension>>()
            .TryAdd<IRelationalTypeMappingSource, MySqlTypeMappingSource>()
            .TryAdd<ISqlGenerationHelper, MySqlSqlGenerationHelper>()
            .TryAdd<IRelationalConnection>(provider => provider.GetRequiredService<IMySqlRelationalConnection>())
            .TryAdd<IRelationalDatabaseCreator, MySqlDatabaseCreator>()
            .TryAdd<IUpdateSqlGenerator, MySqlUpdateSqlGenerator>()
            .TryAdd<IModificationCommandBatchFactory, MySqlModificationCommandBatchFactory>()
            .TryAdd<ISingletonOptions, IMySqlOptions>(provider => provider.GetRequiredService<IMySqlOptions>())
            .TryAddProviderSpecificServices(map => map
                .TryAddSingleton<IMySqlOptions, MySqlOptions>()
                .TryAddSingleton<IDbErrorClassifier, MySqlErrorClassifier>()
                .TryAddScoped<IMySqlRelationalConnection, MySqlRelationalConnection>())
            .TryAddCoreServices();

        return services;
    }

    /// <summary>Lets application code ask what a database error means, without knowing the driver.</summary>
    public static IServiceCollection AddDbErrorClassifier(this IServiceCollection services)
    {
        services.TryAddSingleton<IDbErrorClassifier>(MySqlErrorClassifier.Instance);
        return services;
    }
}
