using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.Domain;

/// <summary>
/// Sends a notice's deliveries; the payload is the notice's key. What failed for good goes to the
/// to-call list; what may still succeed makes the work fail, so that it is tried again later.
/// </summary>
public sealed class DeliverNotice(MassarDb db, UnitOfWork unit, ISmsSender sms, IMailSender mail, TimeProvider clock) : IWork
{
    private const int MostAttempts = 5;

    public static string Kind => "deliver-notice";

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var notice = await db.Notices.AsNoTracking().Include(n => n.Deliveries).SingleAsync(n => n.Key == item.Payload, ct);
        var again = false;
        foreach (var delivery in notice.Deliveries.Where(d => d.State == DeliveryState.Queued).OrderBy(d => d.Channel))
        {
            var failure = await Send(notice, delivery, ct);
            var mayRetry = failure is { MayRetry: true } && delivery.Attempts + 1 < MostAttempts;
            again |= mayRetry;
            await Note(delivery.Id, failure, mayRetry, ct);
        }

        if (again)
            throw new DeliveryException(DeliveryFailure.Deferred, "Some deliveries are to be tried again.");
    }

    private async Task<DeliveryException?> Send(Notice notice, NoticeDelivery delivery, CancellationToken ct)
    {
        try
        {
            if (delivery.Channel == NoticeChannel.Sms)
            {
                await sms.Send(new SmsMessage(delivery.To, NoticeText.Of(notice, "sms"), $"{notice.Id}"), ct);
                return null;
            }

            var receipt = await mail.Send(new MailMessage([new MailAddress(delivery.To, notice.RecipientName)], NoticeText.Of(notice, "subject"), NoticeText.Of(notice, "body"), Language: notice.Language, Id: $"notice-{notice.Id}"), ct);
            return receipt.AllAccepted
                ? null
                : new DeliveryException(receipt.Recipients.Any(r => r.Permanent) ? DeliveryFailure.Refused : DeliveryFailure.Deferred, receipt.Recipients[0].Text);
        }
        catch (DeliveryException failure)
        {
            return failure;
        }
    }

    private Task Note(long deliveryId, DeliveryException? failure, bool mayRetry, CancellationToken ct) => unit.Run("Notices.Deliver", async token =>
    {
        var delivery = await db.NoticeDeliveries.SingleAsync(d => d.Id == deliveryId, token);
        delivery.Attempts++;
        delivery.LastError = failure is null ? null : failure.Message.Length > 300 ? failure.Message[..300] : failure.Message;
        if (failure is null)
        {
            delivery.State = DeliveryState.Sent;
            delivery.SentAt = clock.GetUtcNow().UtcDateTime;
        }
        else if (!mayRetry)
        {
            // A telephone that cannot be reached by SMS is called; a wrong e-mail address alone is only noted.
            delivery.State = delivery.Channel == NoticeChannel.Sms ? DeliveryState.ToCall : DeliveryState.Failed;
        }

        await db.SaveChangesAsync(token);
    }, ct);
}

/// <summary>A notice's sentences in its reader's language.</summary>
public static class NoticeText
{
    /// <param name="notice">The notice.</param>
    /// <param name="part">sms, subject, body or title.</param>
    public static string Of(Notice notice, string part) => Of(notice.Language, notice.Template, part, notice.Args);

    public static string Of(string language, string template, string part, string args)
    {
        var values = JsonSerializer.Deserialize<string[]>(args)!;
        var key = $"{template}.{part}";
        return Words.All.Say(language, Words.All.Find(language, key) is null && part == "title" ? $"{template}.subject" : key, [.. values]);
    }
}
