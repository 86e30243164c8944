using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Massar.Infrastructure.MySql.Query;

internal static class MySqlQueryServices
{
    public static EntityFrameworkRelationalServicesBuilder TryAddMySqlQueryAndMigrations(this EntityFrameworkRelationalServicesBuilder builder) => builder;
}
