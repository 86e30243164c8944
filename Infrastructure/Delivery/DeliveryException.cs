namespace Massar.Infrastructure.Delivery;

/// <summary>Why a message was not taken, which decides what the outbox does with it.</summary>
public enum DeliveryFailure
{
    /// <summary>No connection, a time-out, a broken answer: try again later.</summary>
    Unreachable,

    /// <summary>The other side is busy or full: try again later.</summary>
    Deferred,

    /// <summary>It will never be taken as it is: do not try again.</summary>
    Refused,

    /// <summary>Our name or password, or the certificate, is not accepted: a person must look at the settings.</summary>
    Credentials,

    /// <summary>The message itself is wrong (an address with a line break): our bug or an attack.</summary>
    Malformed,
}

/// <summary>A message was not taken. The text never holds the message nor a password.</summary>
public sealed class DeliveryException(DeliveryFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public DeliveryFailure Failure { get; } = failure;

    /// <summary>Whether sending the same again later may work.</summary>
    public bool MayRetry => Failure is DeliveryFailure.Unreachable or DeliveryFailure.Deferred;
}
