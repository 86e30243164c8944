using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Notices.Domain;

/// <summary>How a notice travels.</summary>
public enum NoticeChannel
{
    InApp = 0,
    Sms = 1,
    Email = 2,
}

/// <summary>Life of one delivery (workflow 4.27).</summary>
public enum DeliveryState
{
    Queued = 0,
    Sent = 1,
    Failed = 2,

    /// <summary>Failed for good: somebody must call.</summary>
    ToCall = 3,

    /// <summary>Somebody called and wrote down what was said.</summary>
    Called = 4,
}

/// <summary>
/// One thing told to one person, once: the key of the business event makes it unique. The words are text keys
/// (<c>template.sms</c>, <c>template.subject</c>, <c>template.body</c>) in the person's language.
/// </summary>
public sealed class Notice : IInPlace
{
    public long Id { get; init; }

    /// <summary>Business event and person: "registration-accepted/81/+2126…".</summary>
    public required string Key { get; init; }

    /// <summary>The account whose space shows it, when there is one.</summary>
    public long? AccountId { get; init; }

    public required string RecipientName { get; init; }

    /// <summary>The school or office that sends it, and calls when sending fails.</summary>
    public required int PlaceId { get; init; }

    public required string Language { get; init; }

    /// <summary>Prefix of the text keys.</summary>
    public required string Template { get; init; }

    /// <summary>
    /// Values of the placeholders, a JSON array of strings. Never a mark, health or sanction. A code is sealed until it has left and blanked
    /// then (<see cref="NoticeSeal"/>); the audit trail leaves all of them out.
    /// </summary>
    [Secret] public required string Args { get; set; }

    /// <summary>Until when a sealed code is of use; after that it is blanked unsent.</summary>
    public DateTime? SecretUntil { get; init; }

    /// <summary>With <see cref="ChildId"/>: a guardian told about a child. Told and shown only while the right over the child lasts.</summary>
    public long? GuardianId { get; init; }

    public long? ChildId { get; init; }

    /// <summary>Local address the in-app notice leads to.</summary>
    public string? Address { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? OpenedAt { get; set; }

    public List<NoticeDelivery> Deliveries { get; init; } = [];
}

public sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.Property(n => n.Key).IsCode(120);
        builder.HasIndex(n => n.Key).IsUnique();
        builder.Property(n => n.Language).IsCode(5);
        builder.Property(n => n.Template).IsCode(80);
        builder.Property(n => n.Args).HasMaxLength(2000);
        builder.HasIndex(n => new { n.AccountId, n.CreatedAt });
    }
}

/// <summary>One attempt series of a notice on one channel.</summary>
public sealed class NoticeDelivery : IVersioned, IInPlace
{
    public long Id { get; init; }

    public long NoticeId { get; init; }

    /// <summary>Repeated from the notice, so that a school's to-call list is one index.</summary>
    public required int PlaceId { get; init; }

    public required NoticeChannel Channel { get; init; }

    /// <summary>E.164 or e-mail address.</summary>
    public required string To { get; init; }

    public DeliveryState State { get; set; }

    public int Attempts { get; set; }

    public string? LastError { get; set; }

    public DateTime? SentAt { get; set; }

    /// <summary>What was said on the telephone; calling needs one.</summary>
    public string? CallNote { get; set; }

    public long? CalledByAccountId { get; set; }

    public int Version { get; set; }
}

public sealed class NoticeDeliveryConfiguration : IEntityTypeConfiguration<NoticeDelivery>
{
    public void Configure(EntityTypeBuilder<NoticeDelivery> builder)
    {
        builder.HasOne<Notice>().WithMany(n => n.Deliveries).HasForeignKey(d => d.NoticeId);
        builder.Property(d => d.To).IsCode(120);
        builder.Property(d => d.LastError).HasMaxLength(300);
        builder.Property(d => d.CallNote).HasMaxLength(500);
        builder.HasIndex(d => new { d.PlaceId, d.State });
    }
}

/// <summary>What to tell whom.</summary>
public sealed record NoticeDraft(string Key, int PlaceId, string Template, string RecipientName, string Language)
{
    public long? AccountId { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    public string? Address { get; init; }

    /// <summary>The arguments hold a code that works until then: they are kept sealed and blanked once it left or lapsed.</summary>
    public DateTime? SecretUntil { get; init; }

    /// <summary>The guardian and the child a family notice is about; without them the notice outlives the right.</summary>
    public (long Guardian, long Child)? About { get; init; }

    /// <summary>Safety matters and codes somebody waits for pass through quiet hours.</summary>
    public bool Urgent { get; init; }
}

/// <summary>Puts a notice and its deliveries beside the change it tells of, in the same transaction.</summary>
public sealed class NoticeDesk(MassarDb db, WorkDesk work, NoticeSeal seal, TimeProvider clock)
{
    /// <summary>Queues once per key; asking twice in two transactions ends at the unique index.</summary>
    public async Task Queue(NoticeDraft draft, CancellationToken ct)
    {
        if (await db.Notices.AnyAsync(n => n.Key == draft.Key, ct))
            return;

        var now = clock.GetUtcNow().UtcDateTime;
        var notice = new Notice
        {
            Key = draft.Key,
            AccountId = draft.AccountId,
            RecipientName = draft.RecipientName,
            PlaceId = draft.PlaceId,
            Language = draft.Language,
            Template = draft.Template,
            Args = draft.SecretUntil is null ? JsonSerializer.Serialize(draft.Args) : seal.Seal(draft.Key, draft.Args),
            SecretUntil = draft.SecretUntil,
            GuardianId = draft.About?.Guardian,
            ChildId = draft.About?.Child,
            Address = draft.Address,
            CreatedAt = now,
        };
        if (draft.Phone is { Length: > 0 } phone)
            notice.Deliveries.Add(new NoticeDelivery { PlaceId = draft.PlaceId, Channel = NoticeChannel.Sms, To = phone });
        if (draft.Email is { Length: > 0 } email)
            notice.Deliveries.Add(new NoticeDelivery { PlaceId = draft.PlaceId, Channel = NoticeChannel.Email, To = email });
        db.Notices.Add(notice);
        if (notice.Deliveries.Count > 0)
        {
            // The notice's number is not known yet, its key is.
            work.Queue<DeliverNotice>($"notice/{draft.Key}", draft.Key, draft.Urgent ? now : QuietHours.NextAllowed(now));
        }
    }
}
