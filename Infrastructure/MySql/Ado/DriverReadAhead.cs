using System.Reflection;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// The driver asks the operating system twice for every row: four bytes of length, then the row. A page of thirty rows costs it seventy calls.
/// This lays a buffer between the driver and its socket, through the driver's private state, so that one call brings what has come.
/// The driver's version is pinned; with another one the members may be missing, and it reads as it always did.
/// </summary>
internal static class DriverReadAhead
{
    // A screen's rows, and the descriptions of their columns.
    private const int Size = 16 * 1024;
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly FieldInfo? Driver = typeof(MySqlConnection).GetField("driver", Members);
    private static readonly FieldInfo? Handler = Driver?.FieldType.GetField("handler", Members);
    private static readonly FieldInfo? Packets = typeof(MySqlConnection).Assembly.GetType("MySql.Data.MySqlClient.NativeDriver")?.GetField("stream", Members);
    private static readonly FieldInfo? Incoming = Packets?.FieldType.GetField("inStream", Members);

    /// <summary>To be called once, while the open connection waits for nothing. False when the driver is built otherwise.</summary>
    public static bool Begin(MySqlConnection connection)
    {
        if (Incoming is null || Driver?.GetValue(connection) is not { } driver || Handler?.GetValue(driver) is not { } handler
            || handler.GetType() != Packets!.DeclaringType || Packets.GetValue(handler) is not { } packets || Incoming.GetValue(packets) is not Stream stream)
            return false;
        Incoming.SetValue(packets, new BufferedStream(stream, Size));
        return true;
    }
}
