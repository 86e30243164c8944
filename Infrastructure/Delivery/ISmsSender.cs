namespace Massar.Infrastructure.Delivery;

/// <summary>Hands text messages to the operator's gateway. Another operator is another implementation.</summary>
public interface ISmsSender
{
    /// <summary>Sends one message; returning means that the gateway took charge of it, not that the phone got it.</summary>
    /// <exception cref="DeliveryException">It was not taken: see <see cref="DeliveryException.Failure"/>.</exception>
    Task<SmsReceipt> Send(SmsMessage message, CancellationToken ct = default);
}

/// <summary>A text for one phone (<c>+2126…</c>). The key is the outbox row's, passed on so that logs of both sides can be matched.</summary>
public sealed record SmsMessage(string To, string Text, string? Key = null);

/// <summary>How many parts will be charged, and the gateway's words.</summary>
public sealed record SmsReceipt(int Parts, string Answer);
