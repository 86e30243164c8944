// The namespace is the one of the package this folder stands in for.
namespace Pomelo.EntityFrameworkCore.MySql.Infrastructure;

/// <summary>The two products that speak this protocol and most of this SQL.</summary>
public enum ServerType
{
    /// <summary>MySQL, by Oracle.</summary>
    MySql,

    /// <summary>MariaDB.</summary>
    MariaDb,
}
