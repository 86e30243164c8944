using System.Reflection;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>
/// When the server ends a result with an error after some rows (INSERT … RETURNING does), the driver forgets that it has ended: closing
/// the reader waits for rows that never come, until the command times out. This tells it, through its private state.
/// The driver's version is pinned; with another one the members may be missing, and the connection is given up instead.
/// </summary>
internal static class DriverRepair
{
    // SERVER_STATUS_IN_TRANS… are kept; "another query" and "more results follow" are not true after an error.
    private const int MoreToCome = 4 | 8;

    private static readonly PropertyInfo? ResultSet = typeof(MySqlDataReader).GetProperty("ResultSet", DriverParts.Members);
    private static readonly FieldInfo? ReadDone = ResultSet?.PropertyType.GetField("_readDone", DriverParts.Members);
    private static readonly FieldInfo? Status = DriverParts.Native?.GetField("serverStatus", DriverParts.Members);

    /// <summary>After an error of the server: nothing more will come. False when the driver could not be told.</summary>
    public static bool EndResults(MySqlDataReader reader, MySqlConnection connection)
    {
        if (ReadDone is null || Status is null || DriverParts.NativeOf(connection) is not { } handler)
            return false;

        if (ResultSet!.GetValue(reader) is { } results) ReadDone.SetValue(results, true);
        var status = Convert.ToInt32(Status.GetValue(handler), System.Globalization.CultureInfo.InvariantCulture);
        Status.SetValue(handler, Enum.ToObject(Status.FieldType, status & ~MoreToCome));
        return true;
    }
}
