using Massar.Infrastructure.MySql.Infrastructure;
using Pomelo.EntityFrameworkCore.MySql.Infrastructure;

namespace Massar.Infrastructure.MySql.Query;

/// <summary>Where the two servers differ in what they understand.</summary>
internal sealed class MySqlDialect(IMySqlOptions options)
{
    private static readonly Version LateralSince = new(8, 0, 14);

    public bool IsMariaDb => options.ServerVersion.Type == ServerType.MariaDb;

    /// <summary>LATERAL derived tables: MySQL 8.0.14 and later; no MariaDB has them.</summary>
    public bool SupportsLateral => !IsMariaDb && options.ServerVersion.Version >= LateralSince;
}
