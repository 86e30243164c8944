namespace Massar.Infrastructure.Delivery;

/// <summary>Hands mail to the mail server.</summary>
public interface IMailSender
{
    /// <summary>Sends one message and says, recipient by recipient, what the server answered.</summary>
    /// <exception cref="DeliveryException">The message as a whole was not taken: see <see cref="DeliveryException.Failure"/>.</exception>
    Task<MailReceipt> Send(MailMessage message, CancellationToken ct = default);
}

/// <summary>A person and an address. Either part may hold any letters except line breaks; the address itself is ASCII.</summary>
public sealed record MailAddress(string Address, string? Name = null);

/// <summary>A file beside the text. Its name may be Arabic.</summary>
public sealed record MailAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Content);

/// <summary>A message: a text that every reader shows, the same as small HTML if wanted, files.</summary>
/// <param name="Id">Left part of the Message-ID: the outbox row's key, so that a repeated sending is recognised. New when null.</param>
public sealed record MailMessage(
    IReadOnlyList<MailAddress> To,
    string Subject,
    string Text,
    string? Html = null,
    IReadOnlyList<MailAttachment>? Attachments = null,
    MailAddress? ReplyTo = null,
    string? Language = null,
    string? Id = null);

/// <summary>The server's answer about one recipient; <see cref="Accepted"/> means it took charge, not that it was read.</summary>
public sealed record RecipientAnswer(string Address, bool Accepted, bool Permanent, int Code, string Text);

/// <summary>What became of a message: its Message-ID and an answer for each recipient.</summary>
public sealed record MailReceipt(string MessageId, IReadOnlyList<RecipientAnswer> Recipients)
{
    public bool AllAccepted => Recipients.All(recipient => recipient.Accepted);
}
