using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Delivery;

/// <summary>A message that the demonstration caught.</summary>
public sealed record CaughtSms(string From, string To, string Text, SmsText Size, DateTimeOffset At);

/// <summary>
/// The demonstration's gateway: answers as Kannel does and keeps the last messages in memory for a page to show.
/// Map it on GET and POST: <c>(int status, string text) = gateway.Handle(name => request.Query[name])</c>.
/// </summary>
public sealed class CatcherSmsGateway(TimeProvider clock, string user = "", string password = "", int capacity = 200)
{
    private readonly Lock gate = new();
    private readonly LinkedList<CaughtSms> caught = new();

    /// <summary>Raised after a message was kept, on the caller's thread.</summary>
    public event Action<CaughtSms>? Received;

    /// <summary>The messages kept, newest first.</summary>
    public IReadOnlyList<CaughtSms> Messages
    {
        get
        {
            lock (gate) return [.. caught];
        }
    }

    /// <summary>Takes the values of a <c>sendsms</c> call; answers the status and the text that Kannel would.</summary>
    public (int Status, string Text) Handle(Func<string, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!Same(value("username"), user) || !Same(value("password"), password)) return (403, "Authorization failed for sendsms");
        if (string.IsNullOrEmpty(value("text"))) return (400, "Missing receiver number or text");
        if (MoroccanPhone.Read(value("to")) is not { } phone) return (400, "Missing receiver number or text");

        var text = value("text")!;
        var sms = new CaughtSms(value("from") ?? "", phone.E164, text, SmsText.Measure(text), clock.GetUtcNow());
        lock (gate)
        {
            caught.AddFirst(sms);
            if (caught.Count > capacity) caught.RemoveLast();
        }

        Received?.Invoke(sms);
        return (202, "0: Accepted for delivery");
    }

    private static bool Same(string? given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(expected));
}

/// <summary>Sends into <see cref="CatcherSmsGateway"/> without leaving the program: the demonstration on a laptop.</summary>
public sealed class CatcherSmsSender(CatcherSmsGateway gateway, string user = "", string password = "") : ISmsSender
{
    public Task<SmsReceipt> Send(SmsMessage message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var (status, text) = gateway.Handle(name => name switch
        {
            "username" => user,
            "password" => password,
            "from" => "MASSAR",
            "to" => message.To,
            "text" => message.Text,
            _ => null,
        });
        return status == 202
            ? Task.FromResult(new SmsReceipt(SmsText.Measure(message.Text).Parts, text))
            : throw new DeliveryException(status == 403 ? DeliveryFailure.Credentials : DeliveryFailure.Refused, text);
    }
}
