using System.Reflection;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// The private parts of the driver that <see cref="DriverRepair"/> and <see cref="DriverTuning"/> reach into. The driver's version is pinned; with
/// another one they may be missing, and every answer here is null.
/// </summary>
internal static class DriverParts
{
    public const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Speaks the protocol; holds the packets and the server's status.</summary>
    public static readonly Type? Native = typeof(MySqlConnection).Assembly.GetType("MySql.Data.MySqlClient.NativeDriver");

    private static readonly FieldInfo? Driver = typeof(MySqlConnection).GetField("driver", Members);
    private static readonly FieldInfo? Handler = Driver?.FieldType.GetField("handler", Members);

    /// <summary>What a driver keeps about its connection, by name.</summary>
    public static PropertyInfo? Property(string name) => Driver?.FieldType.GetProperty(name, Members);

    public static object? DriverOf(MySqlConnection connection) => Driver?.GetValue(connection);

    /// <summary>The connection's <see cref="Native"/>.</summary>
    public static object? NativeOf(MySqlConnection connection) =>
        DriverOf(connection) is { } driver && Handler?.GetValue(driver) is { } handler && handler.GetType() == Native ? handler : null;
}
