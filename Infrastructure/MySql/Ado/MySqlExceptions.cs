using System.Data.Common;

namespace Massar.Infrastructure.MySql.Ado;

/// <summary>Every connection stayed in use for the whole connection timeout. Not worth retrying: the load must fall first.</summary>
public sealed class MySqlPoolExhaustedException : DbException
{
    /// <summary>Says how many connections and how long.</summary>
    public MySqlPoolExhaustedException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => false;
}

/// <summary>
/// A command ran longer than its timeout and was stopped. Not retried by itself: a slow statement repeated makes an overload worse.
/// </summary>
public sealed class MySqlCommandTimeoutException : DbException
{
    /// <summary>Keeps the driver's exception as the inner one.</summary>
    public MySqlCommandTimeoutException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => false;
}
