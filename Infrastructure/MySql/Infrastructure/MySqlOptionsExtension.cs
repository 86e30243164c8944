using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Infrastructure.MySql.Infrastructure;

/// <summary>What <c>UseMySql</c> was told, as Entity Framework carries it: the relational options and the server's version.</summary>
public sealed class MySqlOptionsExtension : RelationalOptionsExtension
{
    private ServerVersion? serverVersion;
    private DbContextOptionsExtensionInfo? info;

    /// <summary>Options that say nothing yet.</summary>
    public MySqlOptionsExtension()
    {
    }

    private MySqlOptionsExtension(MySqlOptionsExtension copyFrom) : base(copyFrom)
        => serverVersion = copyFrom.serverVersion;

    /// <summary>The server the SQL is written for; null until it was stated.</summary>
    public ServerVersion? ServerVersion => serverVersion;

    /// <inheritdoc/>
    public override DbContextOptionsExtensionInfo Info => info ??= new ExtensionInfo(this);

    /// <summary>A copy that states the server's version.</summary>
    public MySqlOptionsExtension WithServerVersion(ServerVersion version)
    {
        var clone = (MySqlOptionsExtension)Clone();
        clone.serverVersion = version;
        return clone;
    }

    /// <inheritdoc/>
    public override void ApplyServices(IServiceCollection services) => services.AddEntityFrameworkMySql();

    /// <inheritdoc/>
    public override void Validate(IDbContextOptions options)
    {
        base.Validate(options);
        if (serverVersion is null)
            throw new InvalidOperationException("UseMySql needs a server version: ServerVersion.AutoDetect(connectionString), or state it.");
    }

    /// <inheritdoc/>
    protected override RelationalOptionsExtension Clone() => new MySqlOptionsExtension(this);

    private sealed class ExtensionInfo(MySqlOptionsExtension extension) : RelationalExtensionInfo(extension)
    {
        private string? logFragment;

        private new MySqlOptionsExtension Extension => (MySqlOptionsExtension)base.Extension;

        public override bool IsDatabaseProvider => true;

        public override string LogFragment
            => logFragment ??= string.Create(CultureInfo.InvariantCulture, $"{base.LogFragment}ServerVersion={Extension.serverVersion} ");

        // The version decides the SQL that singletons of the internal service provider write.
        public override int GetServiceProviderHashCode()
            => HashCode.Combine(base.GetServiceProviderHashCode(), Extension.serverVersion);

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other)
            => other is ExtensionInfo o
               && base.ShouldUseSameServiceProvider(other)
               && Equals(Extension.serverVersion, o.Extension.serverVersion);

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
            => debugInfo["MySql:ServerVersion"] = Extension.serverVersion?.ToString() ?? "";
    }
}
