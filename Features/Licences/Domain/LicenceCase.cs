using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Licences.Domain;

/// <summary>What is authorised (law 06-00). The numbers are stored.</summary>
public enum LicenceKind
{
    /// <summary>A school that is not there yet; it is opened in the register by the same decision.</summary>
    Opening = 0,

    /// <summary>More rooms, more places.</summary>
    Extension = 1,

    /// <summary>Another director or another owner.</summary>
    Direction = 2,

    /// <summary>One more cycle.</summary>
    Cycle = 3,

    Renewal = 4,
}

/// <summary>Where a file stands. The numbers are stored.</summary>
public enum CaseState
{
    /// <summary>The directorate gathers the papers, visits, and gives its opinion.</summary>
    Study = 0,

    /// <summary>The academy's commission has it.</summary>
    Commission = 1,

    /// <summary>The directorate completes it and sends it again.</summary>
    Returned = 2,

    Granted = 3,
    Refused = 4,

    /// <summary>Taken back by who asked.</summary>
    Withdrawn = 5,
}

public static class CaseStates
{
    /// <summary>The directorate works on it.</summary>
    public static bool IsStudied(this CaseState state) => state is CaseState.Study or CaseState.Returned;

    public static bool IsLive(this CaseState state) => state is CaseState.Study or CaseState.Commission or CaseState.Returned;

    /// <summary>Class of the state's tag.</summary>
    public static string Tag(this CaseState state) => state switch
    {
        CaseState.Study or CaseState.Returned => "warn",
        CaseState.Commission => "info",
        CaseState.Granted => "ok",
        CaseState.Refused => "bad",
        _ => "mute",
    };
}

/// <summary>Somebody as a licence names him.</summary>
public sealed record Person(string Ar, string Latin, string Cin);

/// <summary>
/// A file by which a licence is asked for: who asks, what is wanted, its papers, the visit, the directorate's opinion, the commission's word. The file of a
/// new school and its line in the register of schools (GRESA) are decided as one.
/// </summary>
public sealed class LicenceCase : IVersioned, IInPlace
{
    public const int NameLength = 120;
    public const int TextLength = 300;
    public const int OpinionLength = 1_000;
    public const int ReferenceLength = 60;
    public const int ShortestReason = 10;

    public long Id { get; init; }

    public required LicenceKind Kind { get; init; }

    /// <summary>The directorate that studies it.</summary>
    public required int PlaceId { get; init; }

    public required int AcademyId { get; init; }

    /// <summary>The school; none before it is opened.</summary>
    public int? SchoolId { get; set; }

    /// <summary>The school while the file is live; unique.</summary>
    public int? LiveKey { get; private set; }

    public required string NameAr { get; init; }

    public required string NameFr { get; init; }

    /// <summary>The cycles the school will have, "PRI;COL".</summary>
    public required string Cycles { get; init; }

    /// <summary>Of a new school: its number if it was given one, its nature, commune and address, as the register will have them.</summary>
    public string? GresaCode { get; init; }

    /// <inheritdoc cref="GresaCode"/>
    public string? Nature { get; init; }

    /// <inheritdoc cref="GresaCode"/>
    public int? CommuneId { get; init; }

    /// <inheritdoc cref="GresaCode"/>
    public bool IsUrban { get; init; }

    /// <inheritdoc cref="GresaCode"/>
    public string? AddressAr { get; init; }

    /// <inheritdoc cref="GresaCode"/>
    public string? Phone { get; init; }

    /// <summary>First day it is wanted for.</summary>
    public required DateOnly StartsOn { get; init; }

    public required string OwnerAr { get; init; }

    public required string OwnerLatin { get; init; }

    public required string OwnerCin { get; init; }

    public required string DirectorAr { get; init; }

    public required string DirectorLatin { get; init; }

    public required string DirectorCin { get; init; }

    /// <summary>What is asked for, in the applicant's words.</summary>
    public string? Details { get; init; }

    /// <summary>Number of the deposit: that of the file, and the year.</summary>
    public string Reference { get; private set; } = "";

    public required DateOnly DepositedOn { get; init; }

    public required long OpenedByAccountId { get; init; }

    public required DateTime OpenedAt { get; init; }

    /// <summary>The directorate's opinion.</summary>
    public string? Opinion { get; private set; }

    public long? SentByAccountId { get; private set; }

    public DateTime? SentAt { get; private set; }

    /// <summary>Day and number of the commission's minutes.</summary>
    public DateOnly? CommissionOn { get; private set; }

    /// <inheritdoc cref="CommissionOn"/>
    public string? CommissionReference { get; private set; }

    /// <summary>Why it was returned or refused.</summary>
    public string? Reason { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    /// <summary>The line of the register of schools that the file of a new school goes with.</summary>
    public long? ChangeId { get; private set; }

    public CaseState State { get; private set; }

    public int Version { get; set; }

    public static Refusal Settled => Refusal.Conflict("licences.settled").Next("licences.settled.next");

    /// <summary>Taken in: no other file of the school is, meanwhile.</summary>
    public LicenceCase Begin()
    {
        LiveKey = SchoolId;
        return this;
    }

    /// <summary>Once the file has its number, the deposit has one.</summary>
    public void Number() => Reference = string.Create(CultureInfo.InvariantCulture, $"{Id}/{DepositedOn.Year}");

    /// <summary>The directorate is done with it.</summary>
    public Refusal? Send(string opinion, long? change, long account, DateTime at)
    {
        if (!State.IsStudied())
            return Settled;
        (State, Opinion, ChangeId, SentByAccountId, SentAt) = (CaseState.Commission, opinion, change ?? ChangeId, account, at);
        return null;
    }

    /// <summary>What the commission said.</summary>
    public Refusal? Decide(CaseState state, DateOnly on, string reference, string? reason, long account, DateTime at)
    {
        if (State is not CaseState.Commission)
            return Settled;
        (State, CommissionOn, CommissionReference, Reason, DecidedByAccountId, DecidedAt) = (state, on, reference, reason, account, at);
        if (!state.IsLive())
            LiveKey = null;
        return null;
    }

    public Refusal? Withdraw()
    {
        if (!State.IsStudied())
            return Settled;
        (State, LiveKey) = (CaseState.Withdrawn, null);
        return null;
    }
}

public sealed class LicenceCaseConfiguration : IEntityTypeConfiguration<LicenceCase>
{
    public void Configure(EntityTypeBuilder<LicenceCase> builder)
    {
        foreach (var name in (string[])[nameof(LicenceCase.NameAr), nameof(LicenceCase.NameFr), nameof(LicenceCase.OwnerAr), nameof(LicenceCase.OwnerLatin), nameof(LicenceCase.DirectorAr), nameof(LicenceCase.DirectorLatin), nameof(LicenceCase.AddressAr)])
            builder.Property(name).HasMaxLength(LicenceCase.NameLength);
        builder.Property(c => c.OwnerCin).IsCode(10);
        builder.Property(c => c.DirectorCin).IsCode(10);
        builder.Property(c => c.Cycles).IsCode(20);
        builder.Property(c => c.GresaCode).IsCode(6);
        builder.Property(c => c.Nature).IsCode(40);
        builder.Property(c => c.Phone).IsCode(20);
        builder.Property(c => c.Details).HasMaxLength(LicenceCase.TextLength);
        builder.Property(c => c.Reference).HasMaxLength(LicenceCase.ReferenceLength);
        builder.Property(c => c.CommissionReference).HasMaxLength(LicenceCase.ReferenceLength);
        builder.Property(c => c.Opinion).HasMaxLength(LicenceCase.OpinionLength);
        builder.Property(c => c.Reason).HasMaxLength(LicenceCase.TextLength);
        builder.HasIndex(c => c.LiveKey).IsUnique();
        builder.HasIndex(c => c.SchoolId);
        builder.HasIndex(c => c.ChangeId);
        builder.HasIndex(c => new { c.PlaceId, c.State });
        builder.HasIndex(c => new { c.AcademyId, c.State });
    }
}

/// <summary>A paper of a file's checklist, and the file it was handed in as. What was accepted stays.</summary>
public sealed class LicencePaper : IVersioned, IInPlace
{
    public const int RemarkLength = 200;

    public long Id { get; init; }

    public required long CaseId { get; init; }

    public required int PlaceId { get; init; }

    /// <summary>Of the list <c>licence-papers</c>.</summary>
    public required string Code { get; init; }

    public required bool IsRequired { get; init; }

    public long? FileId { get; private set; }

    /// <summary>Seen at the counter on paper, without a file.</summary>
    public PaperState State { get; private set; }

    /// <summary>What is wrong with it.</summary>
    public string? Remark { get; private set; }

    public int Version { get; set; }

    /// <summary>Handed in, or handed in anew while it is not accepted.</summary>
    public Refusal? HandIn(long file)
    {
        if (State is PaperState.Accepted)
            return LicenceCase.Settled;
        (FileId, State, Remark) = (file, PaperState.Received, null);
        return null;
    }

    /// <summary>The directorate has looked at it, in the file or on paper.</summary>
    public void Judge(bool isRight, string? remark) => (State, Remark) = (isRight ? PaperState.Accepted : PaperState.Wrong, isRight ? null : remark);
}

/// <summary>Where a paper stands. The numbers are stored.</summary>
public enum PaperState
{
    Missing = 0,
    Received = 1,
    Accepted = 2,
    Wrong = 3,
}

public sealed class LicencePaperConfiguration : IEntityTypeConfiguration<LicencePaper>
{
    public void Configure(EntityTypeBuilder<LicencePaper> builder)
    {
        builder.Property(p => p.Code).IsCode(40);
        builder.Property(p => p.Remark).HasMaxLength(LicencePaper.RemarkLength);
        builder.HasIndex(p => new { p.CaseId, p.Code }).IsUnique();
        builder.HasOne<LicenceCase>().WithMany().HasForeignKey(p => p.CaseId);
    }
}

/// <summary>One line of the history of a file or of a licence; none is ever changed.</summary>
public sealed class LicenceEvent : IInPlace
{
    public long Id { get; init; }

    public long? CaseId { get; init; }

    public long? LicenceId { get; init; }

    public required int PlaceId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Key of what happened, behind "licences.event.".</summary>
    public required string What { get; init; }

    /// <summary>None where its day came by itself.</summary>
    public long? AccountId { get; init; }

    public string? Remark { get; init; }
}

public sealed class LicenceEventConfiguration : IEntityTypeConfiguration<LicenceEvent>
{
    public void Configure(EntityTypeBuilder<LicenceEvent> builder)
    {
        builder.Property(e => e.What).IsCode(20);
        builder.Property(e => e.Remark).HasMaxLength(LicenceCase.OpinionLength);
        builder.HasIndex(e => e.CaseId);
        builder.HasIndex(e => e.LicenceId);
    }
}
