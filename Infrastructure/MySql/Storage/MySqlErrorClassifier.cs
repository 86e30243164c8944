using System.Collections.Frozen;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Massar.Infrastructure.MySql.Ado;
using MySql.Data.MySqlClient;

namespace Massar.Infrastructure.MySql.Storage;

/// <summary>Errors of MariaDB and MySQL by their numbers. The driver states no SQLSTATE and calls nothing transient.</summary>
public sealed partial class MySqlErrorClassifier : IDbErrorClassifier
{
    // Deadlock, lock wait, changed since the snapshot; too many connections, shutting down, lost or refused connections;
    // killed statements; a Galera node that is not ready.
    private static readonly FrozenSet<int> TransientNumbers = FrozenSet.ToFrozenSet(
    [
        1020, 1040, 1042, 1043, 1047, 1053, 1077, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1205, 1213, 1220, 1317,
        1412, 1614, 1637, 1927, 2002, 2003, 2005, 2006, 2013, 2055, 3101, 4031,
    ]);

    /// <summary>For code without dependency injection.</summary>
    public static MySqlErrorClassifier Instance { get; } = new();

    /// <inheritdoc/>
    public DbErrorKind Classify(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (var current = exception; current is not null; current = current.InnerException)
        {
            switch (current)
            {
                case MySqlCommandTimeoutException or MySqlPoolExhaustedException:
                    return DbErrorKind.Timeout;
                case OperationCanceledException:
                    return DbErrorKind.Other;
                case MySqlException { Number: not 0 } error:
                    return OfNumber(error.Number);
                case TimeoutException or SocketException or EndOfStreamException:
                    return DbErrorKind.Transient;
                default:
                    break;
            }
        }

        return DbErrorKind.Other;
    }

    /// <inheritdoc/>
    public string? NameIn(Exception exception)
    {
        if (NumberedErrorIn(exception) is not { } error) return null;
        var match = error.Number switch
        {
            1062 => KeyName().Match(error.Message),
            1451 or 1452 or 4025 => ConstraintName().Match(error.Message),
            3819 => CheckName().Match(error.Message),
            1048 or 1264 or 1406 => ColumnName().Match(error.Message),
            _ => Match.Empty,
        };
        return match.Success ? match.Groups["name"].Value : null;
    }

    /// <summary>The server's number of the error, or null when none was given.</summary>
    internal static int? NumberOf(Exception exception) => NumberedErrorIn(exception)?.Number;

    private static MySqlException? NumberedErrorIn(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is MySqlException { Number: not 0 } error) return error;
        }

        return null;
    }

    private static DbErrorKind OfNumber(int number) => number switch
    {
        1062 or 1169 or 1586 => DbErrorKind.UniqueViolation,
        1216 or 1217 or 1451 or 1452 => DbErrorKind.ForeignKeyViolation,
        4025 or 3819 => DbErrorKind.CheckViolation,
        1048 or 1364 => DbErrorKind.NullViolation,
        1406 => DbErrorKind.TooLong,
        1264 => DbErrorKind.OutOfRange,
        1044 or 1045 or 1142 or 1143 or 1227 => DbErrorKind.AccessDenied,
        1049 => DbErrorKind.NoDatabase,
        1969 or 3024 => DbErrorKind.Timeout,
        _ => TransientNumbers.Contains(number) ? DbErrorKind.Transient : DbErrorKind.Other,
    };

    // MySQL writes 'table.index', MariaDB 'index'. The value comes first and may hold anything, so the end is what counts.
    [GeneratedRegex(@"for key '(?:[^'.]+\.)?(?<name>[^']+)'\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyName();

    [GeneratedRegex(@"CONSTRAINT `(?<name>[^`]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex ConstraintName();

    [GeneratedRegex(@"[Cc]heck constraint '(?<name>[^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex CheckName();

    [GeneratedRegex(@"[Cc]olumn (?:`[^`]+`\.`[^`]+`\.)?['`](?<name>[^'`]+)['`]", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnName();
}
