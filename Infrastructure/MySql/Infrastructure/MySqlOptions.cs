using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Massar.Infrastructure.MySql.Infrastructure;

/// <summary>What the singletons of the provider need to know of the options.</summary>
public interface IMySqlOptions : ISingletonOptions
{
    /// <summary>The server the SQL is written for.</summary>
    ServerVersion ServerVersion { get; }
}

/// <inheritdoc cref="IMySqlOptions"/>
internal sealed class MySqlOptions : IMySqlOptions
{
    public ServerVersion ServerVersion { get; private set; } = MariaDbServerVersion.LatestSupportedServerVersion;

    public void Initialize(IDbContextOptions options)
        => ServerVersion = options.FindExtension<MySqlOptionsExtension>()?.ServerVersion ?? ServerVersion;

    public void Validate(IDbContextOptions options)
    {
        var stated = options.FindExtension<MySqlOptionsExtension>()?.ServerVersion;
        if (stated is not null && !stated.Equals(ServerVersion))
            throw new InvalidOperationException($"These services write SQL for {ServerVersion}; a context asked for {stated}.");
    }
}
