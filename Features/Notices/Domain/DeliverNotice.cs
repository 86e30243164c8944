using System.Globalization;
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
public sealed class DeliverNotice(MassarDb db, UnitOfWork unit, ISmsSender sms, IMailSender mail, NoticeSeal seal, IConfiguration configuration, TimeProvider clock) : IWork
{
    private const int MostAttempts = 5;

    /// <summary>What stands at a delivery that was not made because the guardian's right over the child had ended.</summary>
    public const string RightEnded = "right-ended";

    /// <summary>What stands at a delivery whose code had lapsed before it could leave.</summary>
    public const string Lapsed = "lapsed";

    /// <summary>What stands at a delivery of a letter that the school took back before it left.</summary>
    public const string TakenBack = "taken-back";

    public static string Kind => "deliver-notice";

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var notice = await db.Notices.AsNoTracking().Include(n => n.Deliveries).SingleAsync(n => n.Key == item.Payload, ct);
        // The queue may be hours old: who has no right over the child any more is not told, and a code that opens nothing is not sent.
        var unsent = !await db.Notices.Where(n => n.Id == notice.Id).StillSent(db, MoroccanDay.Today(clock)).AnyAsync(ct) ? RightEnded
            : notice.SecretUntil <= clock.GetUtcNow().UtcDateTime || seal.Open(notice) is null ? Lapsed
            : await IsTakenBack(notice, ct) ? TakenBack
            : null;
        if (unsent is not null)
        {
            await Drop(notice.Id, unsent, ct);
            return;
        }

        notice.Args = seal.Open(notice)!;
        var again = false;
        foreach (var delivery in notice.Deliveries.Where(d => d.State == DeliveryState.Queued).OrderBy(d => d.Channel))
        {
            var failure = await Send(notice, delivery, ct);
            var mayRetry = failure is { MayRetry: true } && delivery.Attempts + 1 < MostAttempts;
            again |= mayRetry;
            await Note(delivery.Id, failure, mayRetry, ct);
        }

        if (!again && notice.SecretUntil is not null)
            await Drop(notice.Id, Lapsed, ct);
        if (again)
            throw new DeliveryException(DeliveryFailure.Deferred, "Some deliveries are to be tried again.");
    }

    private async Task<DeliveryException?> Send(Notice notice, NoticeDelivery delivery, CancellationToken ct)
    {
        try
        {
            if (delivery.Channel == NoticeChannel.Sms)
            {
                await sms.Send(new SmsMessage(delivery.To, NoticeText.OfSms(notice.Language, notice.Template, notice.Args), $"{notice.Id}"), ct);
                return null;
            }

            var receipt = await mail.Send(new MailMessage([new MailAddress(delivery.To, notice.RecipientName)], NoticeText.Of(notice, "subject"), NoticeText.OfMail(notice, configuration["Massar:PublicAddress"]), Language: notice.Language, Id: $"notice-{notice.Id}"), ct);
            return receipt.AllAccepted
                ? null
                : new DeliveryException(receipt.Recipients.Any(r => r.Permanent) ? DeliveryFailure.Refused : DeliveryFailure.Deferred, receipt.Recipients[0].Text);
        }
        catch (DeliveryException failure)
        {
            return failure;
        }
    }

    // Written at night and taken back before the morning: the telephone stays silent.
    private async Task<bool> IsTakenBack(Notice notice, CancellationToken ct) =>
        notice.Template == "notices.message-written" && long.TryParse(notice.Key.Split('/')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var thread)
        && await db.FamilyThreads.AnyAsync(t => t.Id == thread && t.TakenBackAt != null, ct);

    // Takes the code out, and ends what was still to be sent.
    private Task Drop(long noticeId, string why, CancellationToken ct) => unit.Run("Notices.Drop", async token =>
    {
        var notice = await db.Notices.Include(n => n.Deliveries).SingleAsync(n => n.Id == noticeId, token);
        NoticeSeal.Wipe(notice);
        foreach (var delivery in notice.Deliveries.Where(d => d.State == DeliveryState.Queued))
            (delivery.State, delivery.LastError) = (DeliveryState.Failed, why);
        await db.SaveChangesAsync(token);
    }, ct);

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
            // Nobody reads a code out on the telephone: a new one is asked for.
            var isCode = await db.Notices.AnyAsync(n => n.Id == delivery.NoticeId && n.SecretUntil != null, token);
            // A telephone that cannot be reached by SMS is called; a wrong e-mail address alone is only noted.
            delivery.State = delivery.Channel == NoticeChannel.Sms && !isCode ? DeliveryState.ToCall : DeliveryState.Failed;
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

    /// <summary>The text of the SMS; its alphabet has plain spaces only.</summary>
    public static string OfSms(string language, string template, string args) => FrenchSpacing.Undo(Of(language, template, "sms", args));

    /// <summary>The text of the e-mail, and below it where to go on; without the program's own address there is no link.</summary>
    public static string OfMail(Notice notice, string? publicAddress) => notice.Address is { } address && publicAddress is { Length: > 0 } root
        ? $"{Of(notice, "body")}\n\n{root.TrimEnd('/')}{address}"
        : Of(notice, "body");

    public static string Of(string language, string template, string part, string args)
    {
        var values = JsonSerializer.Deserialize<string[]>(NoticeSeal.IsSealed(args) ? NoticeSeal.Blank : args)!;
        var key = $"{template}.{part}";
        return Words.All.Say(language, Words.All.Find(language, key) is null && part == "title" ? $"{template}.subject" : key, [.. values]);
    }
}
