using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Massar.Infrastructure.MySql.Ado;
using Pomelo.EntityFrameworkCore.MySql.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// The product and version of the server the SQL is written for. It decides the dialect
/// (see <see cref="Supports"/>); a wrong one shows as syntax errors of the server.
/// </summary>
public abstract partial class ServerVersion : IEquatable<ServerVersion>
{
    private static readonly ConcurrentDictionary<string, ServerVersion> Detected = new(StringComparer.Ordinal);

    private protected ServerVersion(Version version, ServerType type)
    {
        ArgumentNullException.ThrowIfNull(version);
        Version = version;
        Type = type;
        Supports = new ServerVersionSupport(this);
    }

    /// <summary>The version of the product itself: 10.11.19 for MariaDB 10.11.19.</summary>
    public Version Version { get; }

    /// <summary>Which of the two products it is.</summary>
    public ServerType Type { get; }

    /// <summary>What this version can do.</summary>
    public ServerVersionSupport Supports { get; }

    /// <summary>The product's name as it is written in <see cref="ToString"/>.</summary>
    public string TypeIdentifier => Type == ServerType.MariaDb ? "mariadb" : "mysql";

    /// <summary>
    /// Asks the server, once for a connection string and process. The database named in the string need not exist.
    /// Throws what opening a connection throws.
    /// </summary>
    public static ServerVersion AutoDetect(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        if (Detected.TryGetValue(connectionString, out var known)) return known;

        using var connection = new MySqlDbConnection(MySqlConnectionSettings.WithoutDatabase(connectionString));
        return Detected.GetOrAdd(connectionString, AutoDetect(connection));
    }

    /// <summary>Asks the server behind a connection, which is left as it was found.</summary>
    public static ServerVersion AutoDetect(System.Data.Common.DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var wasClosed = connection.State != System.Data.ConnectionState.Open;
        if (wasClosed) connection.Open();
        try
        {
            return Parse(connection.ServerVersion);
        }
        finally
        {
            if (wasClosed) connection.Close();
        }
    }

    /// <summary>Reads what a server says of itself, or what <see cref="ToString"/> wrote: "10.11.19-MariaDB-log", "8.0.40-mysql".</summary>
    /// <exception cref="FormatException">The text does not start with a version.</exception>
    public static ServerVersion Parse(string versionString)
        => TryParse(versionString, out var version)
            ? version
            : throw new FormatException($"'{versionString}' is not the version of a MariaDB or MySQL server.");

    /// <summary>Like <see cref="Parse"/>, for text that may be anything.</summary>
    public static bool TryParse(string? versionString, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ServerVersion? serverVersion)
    {
        serverVersion = null;
        if (string.IsNullOrWhiteSpace(versionString)) return false;

        var isMariaDb = versionString.Contains("mariadb", StringComparison.OrdinalIgnoreCase);
        // MariaDB before 11 announces itself to old replication clients as "5.5.5-10.x".
        var text = isMariaDb && versionString.StartsWith("5.5.5-", StringComparison.Ordinal) ? versionString[6..] : versionString;
        var match = LeadingVersion().Match(text);
        if (!match.Success) return false;

        serverVersion = Create(Version.Parse(match.Value), isMariaDb ? ServerType.MariaDb : ServerType.MySql);
        return true;
    }

    /// <summary>A version stated by hand.</summary>
    public static ServerVersion Create(Version version, ServerType serverType)
        => serverType == ServerType.MariaDb ? new MariaDbServerVersion(version) : new MySqlServerVersion(version);

    /// <summary>A version stated by hand.</summary>
    public static ServerVersion Create(int major, int minor, int build, ServerType serverType)
        => Create(new Version(major, minor, build), serverType);

    /// <inheritdoc/>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Version}-{TypeIdentifier}");

    /// <inheritdoc/>
    public bool Equals(ServerVersion? other) => other is not null && other.Type == Type && other.Version == Version;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServerVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Version);

    [GeneratedRegex(@"^\d+\.\d+(\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingVersion();
}

/// <summary>A MySQL server of a known version.</summary>
public sealed class MySqlServerVersion : ServerVersion
{
    /// <summary>The oldest release series this provider writes SQL for.</summary>
    public static readonly ServerVersion LatestSupportedServerVersion = new MySqlServerVersion(new Version(8, 4, 0));

    /// <summary>States the version by hand.</summary>
    public MySqlServerVersion(Version version) : base(version, ServerType.MySql)
    {
    }

    /// <summary>Reads the version from its text, for example "8.0.40".</summary>
    public MySqlServerVersion(string version) : this(Parse(version).Version)
    {
    }
}

/// <summary>A MariaDB server of a known version.</summary>
public sealed class MariaDbServerVersion : ServerVersion
{
    /// <summary>The long-term release the provider is tested with.</summary>
    public static readonly ServerVersion LatestSupportedServerVersion = new MariaDbServerVersion(new Version(10, 11, 0));

    /// <summary>States the version by hand.</summary>
    public MariaDbServerVersion(Version version) : base(version, ServerType.MariaDb)
    {
    }

    /// <summary>Reads the version from its text, for example "10.11.19".</summary>
    public MariaDbServerVersion(string version) : this(Parse(version).Version)
    {
    }
}

/// <summary>What a server version can do, where the two products or their versions differ.</summary>
public sealed class ServerVersionSupport
{
    private readonly ServerVersion server;

    internal ServerVersionSupport(ServerVersion server) => this.server = server;

    private bool IsMariaDb => server.Type == ServerType.MariaDb;

    /// <summary>INSERT … RETURNING.</summary>
    public bool Returning => Since(mariaDb: new(10, 5, 0), mySql: null);

    /// <summary>A derived table that sees the outer row (LATERAL).</summary>
    public bool OuterReferenceInMultiLevelSubquery => CrossApply;

    /// <summary>LATERAL joins.</summary>
    public bool CrossApply => Since(mariaDb: null, mySql: new(8, 0, 14));

    /// <summary>LATERAL joins.</summary>
    public bool OuterApply => CrossApply;

    /// <summary>ROW_NUMBER() OVER (…).</summary>
    public bool WindowFunctions => Since(mariaDb: new(10, 2, 0), mySql: new(8, 0, 0));

    /// <summary>EXCEPT and INTERSECT.</summary>
    public bool ExceptIntersect => Since(mariaDb: new(10, 3, 0), mySql: new(8, 0, 31));

    /// <summary>ALTER TABLE … RENAME COLUMN.</summary>
    public bool RenameColumn => Since(mariaDb: new(10, 5, 2), mySql: new(8, 0, 0));

    /// <summary>ALTER TABLE … RENAME INDEX.</summary>
    public bool RenameIndex => Since(mariaDb: new(10, 5, 2), mySql: new(5, 7, 0));

    /// <summary>ALTER TABLE … DROP CONSTRAINT for checks; MySQL calls it DROP CHECK.</summary>
    public bool DropCheckAsConstraint => IsMariaDb;

    /// <summary>Expressions as column defaults.</summary>
    public bool DefaultExpression => Since(mariaDb: new(10, 2, 1), mySql: new(8, 0, 13));

    /// <summary>SELECT … FOR UPDATE SKIP LOCKED.</summary>
    public bool SkipLocked => Since(mariaDb: new(10, 6, 0), mySql: new(8, 0, 1));

    /// <summary>
    /// The session variable innodb_snapshot_isolation: a repeatable-read transaction that would overwrite a row changed
    /// since its snapshot is refused (error 1020) instead of losing the other's update.
    /// </summary>
    public bool SnapshotIsolation => IsMariaDb && server.Version switch
    {
        { Major: 10, Minor: 6 } v => v.Build >= 18,
        { Major: 10, Minor: 11 } v => v.Build >= 8,
        { Major: 11, Minor: 4 } v => v.Build >= 2,
        { Major: 11, Minor: >= 5 } => true,
        { Major: >= 12 } => true,
        _ => false,
    };

    private bool Since(Version? mariaDb, Version? mySql)
        => (IsMariaDb ? mariaDb : mySql) is { } first && server.Version >= first;
}
