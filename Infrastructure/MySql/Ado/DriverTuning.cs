using System.Collections.Concurrent;
using System.Reflection;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// What the driver's settings do not offer, through its private state. The driver's version is pinned; with another one the members may be
/// missing, and it works as it always did.
/// </summary>
internal static class DriverTuning
{
    // A screen's rows, and the descriptions of their columns.
    private const int ReadAheadSize = 16 * 1024;
    private static readonly PropertyInfo? CharacterSets = DriverParts.Property("CharacterSets");
    private static readonly FieldInfo? Packets = DriverParts.Native?.GetField("stream", DriverParts.Members);
    private static readonly FieldInfo? Incoming = Packets?.FieldType.GetField("inStream", DriverParts.Members);
    private static readonly ConcurrentDictionary<string, object> KnownCharacterSets = new(StringComparer.Ordinal);

    /// <summary>
    /// Lays a buffer between the driver and its socket: the driver asks the operating system twice for every row, four bytes of length and
    /// then the row, seventy times for a page of thirty rows. To be called once, while the open connection waits for nothing.
    /// False when the driver is built otherwise.
    /// </summary>
    public static bool ReadAhead(MySqlConnection connection)
    {
        if (Incoming is null || DriverParts.NativeOf(connection) is not { } handler || Packets!.GetValue(handler) is not { } packets || Incoming.GetValue(packets) is not Stream stream)
            return false;
        Incoming.SetValue(packets, new BufferedStream(stream, ReadAheadSize));
        return true;
    }

    /// <summary>
    /// Lets all connections of one connection string keep the same list of the server's character sets, which the driver only reads:
    /// a hundred kilobytes for each otherwise. False when the driver is built otherwise.
    /// </summary>
    public static bool ShareCharacterSets(MySqlConnection connection, string connectionString)
    {
        if (CharacterSets?.CanWrite != true || DriverParts.DriverOf(connection) is not { } driver || CharacterSets.GetValue(driver) is not { } own)
            return false;
        CharacterSets.SetValue(driver, KnownCharacterSets.GetOrAdd(connectionString, own));
        return true;
    }
}
