using Massar.Features.Files.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Registrations.Domain;

/// <summary>
/// What a school's clerk or head, or an officer of the directorate, types for a family that stands at the window. It belongs to the desk until
/// the guardian reads out the code his own telephone received; only then is there a request, and it is the telephone's. Nothing of it is
/// sent, told or counted before, and a draft nobody confirmed goes without a trace.
/// </summary>
[NotAudited]
public sealed class DeskDraft : IVersioned
{
    /// <summary>After so long untouched it is thrown away.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>So long after the confirmation the desk may still print the receipt; then it sees nothing of the request.</summary>
    public static readonly TimeSpan ReceiptFor = TimeSpan.FromHours(1);

    /// <summary>Drafts a desk may have open at once.</summary>
    public const int MostAtDesk = 200;

    public long Id { get; init; }

    /// <summary>What a code is bound to.</summary>
    public required Guid PublicId { get; init; }

    /// <summary>The desk: a school or a directorate.</summary>
    public required int PlaceId { get; init; }

    /// <summary>Who began it.</summary>
    public required long AccountId { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>Of the SMS and of what follows it: the guardian's.</summary>
    public required string Language { get; set; }

    /// <summary>JSON of <see cref="Domain.Answers"/>; empty once confirmed.</summary>
    public string Answers { get; private set; } = "{}";

    /// <summary>Family name first; empty while no name was typed, and once confirmed.</summary>
    public string ChildAr { get; private set; } = "";

    public string ChildLatin { get; private set; } = "";

    public int? SchoolId { get; private set; }

    public int? ZoneSchoolId { get; private set; }

    public required DateTime BegunAt { get; init; }

    public required DateTime TouchedAt { get; set; }

    /// <summary>E.164: where the running code went.</summary>
    public string? CodePhone { get; private set; }

    [Secret] public string? CodeHash { get; private set; }

    public DateTime? CodeAskedAt { get; private set; }

    /// <summary>With this code the guardian says, too, that a child of the same names and birth date is another one.</summary>
    public bool IsOtherChild { get; private set; }

    public int Tries { get; set; }

    /// <summary>The request it became.</summary>
    public long? RegistrationId { get; private set; }

    public DateTime? ConfirmedAt { get; private set; }

    /// <summary>The sealed receipt.</summary>
    public long? DocumentId { get; private set; }

    public int Version { get; set; }

    /// <summary>Keeps what was typed. A code that was sent before is void: the guardian agrees to what is in the draft now.</summary>
    public void Write(Answers answers, Registration read, DateTime now)
    {
        (Answers, ChildAr, ChildLatin, SchoolId, ZoneSchoolId, TouchedAt) = (answers.ToJson(), read.ChildAr, read.ChildLatin, read.SchoolId, read.ZoneSchoolId, now);
        (CodeHash, CodePhone) = (null, null);
    }

    /// <summary>A code is on its way to the guardian; one sent before is void.</summary>
    public void Ask(string phone, string codeHash, string language, bool isOtherChild, DateTime now)
    {
        (CodePhone, CodeHash, CodeAskedAt, IsOtherChild, Tries) = (phone, codeHash, now, isOtherChild, 0);
        (Language, TouchedAt) = (language, now);
    }

    public bool TakesCode(DateTime now) => CodeHash is not null && Tries < RegistrationAccess.MaxTries && now - CodeAskedAt <= RegistrationAccess.CodeLifetime;

    /// <summary>It is a request now; what was typed stands there and no longer here.</summary>
    public void Become(long registration, long document, DateTime now)
    {
        (RegistrationId, DocumentId, ConfirmedAt, TouchedAt) = (registration, document, now, now);
        (Answers, ChildAr, ChildLatin, CodeHash, CodePhone) = ("{}", "", "", null, null);
    }

    /// <summary>The draft as the request it would be, to be judged by the same rules; not a row.</summary>
    public Registration AsRequest(string? phone = null, bool hasPhoto = false)
    {
        var request = new Registration { SchoolYearId = SchoolYearId, Phone = phone ?? "", Language = Language, StateSince = TouchedAt, CreatedAt = BegunAt, PhotoId = hasPhoto ? -1 : null };
        request.Write(new Answers(Answers));
        request.Choose(SchoolId, ZoneSchoolId, "");
        return request;
    }
}

/// <summary>A photo or a proof the family brought; it becomes a file of the request, or goes with the draft.</summary>
[NotAudited]
public sealed class DeskUpload
{
    public required long DraftId { get; init; }

    /// <summary>"photo" or "proof".</summary>
    public required string Topic { get; init; }

    public required Guid PublicId { get; set; }

    public required FileKind Kind { get; set; }

    public required string ContentType { get; set; }

    public required byte[] Bytes { get; set; }
}

public sealed class DeskDraftConfiguration : IEntityTypeConfiguration<DeskDraft>
{
    public void Configure(EntityTypeBuilder<DeskDraft> builder)
    {
        builder.ToTable("RegistrationDeskDrafts");
        builder.Property(d => d.Language).IsCode(5);
        builder.Property(d => d.Answers).IsLongText();
        builder.Property(d => d.ChildAr).HasMaxLength(200);
        builder.Property(d => d.ChildLatin).HasMaxLength(200);
        builder.Property(d => d.CodePhone).IsCode(20);
        builder.Property(d => d.CodeHash).IsCode(OneTimeCode.HashLength);
        builder.HasOne<Place>().WithMany().HasForeignKey(d => d.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => new { d.PlaceId, d.RegistrationId, d.TouchedAt });
        builder.HasIndex(d => d.TouchedAt);
    }
}

public sealed class DeskUploadConfiguration : IEntityTypeConfiguration<DeskUpload>
{
    public void Configure(EntityTypeBuilder<DeskUpload> builder)
    {
        builder.ToTable("RegistrationDeskUploads");
        builder.HasKey(u => new { u.DraftId, u.Topic });
        builder.Property(u => u.Topic).IsCode(10);
        builder.Property(u => u.ContentType).IsCode(40);
        builder.Property(u => u.Bytes).HasColumnType("longblob");
        builder.HasOne<DeskDraft>().WithMany().HasForeignKey(u => u.DraftId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Drafts that nobody touched for long go, and what the family brought with them; so do those that became requests, once their receipt is printed.</summary>
public sealed class OldDeskDrafts : ISweep
{
    public Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var (left, done) = (now - DeskDraft.KeptFor, now - DeskDraft.ReceiptFor);
        return db.DeskDrafts.Where(d => d.TouchedAt < left || d.ConfirmedAt < done).OrderBy(d => d.TouchedAt).Take(most).ExecuteDeleteAsync(ct);
    }
}
