using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.ReportCards.Domain;

/// <summary>Life of a class council (workflow 4.7). What it prepares needs no row: a council exists from its opening on.</summary>
public enum CouncilState : byte
{
    Prepared = 0,

    InSession = 1,

    /// <summary>Every pupil has a line; the sheets of the class and semester are frozen.</summary>
    Decided = 2,

    /// <summary>The minutes are signed and sealed; cards may be issued.</summary>
    Signed = 3,
}

/// <summary>The council of a class at the end of a semester (مجلس القسم).</summary>
public sealed class Council : IVersioned, IInPlace
{
    public const int PresentLength = 2000;
    public const int ObservationsLength = 1000;
    public const int ReasonLength = 300;

    public int Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int ClassId { get; init; }

    public required int Semester { get; init; }

    public required CouncilState State { get; set; }

    public required DateOnly HeldOn { get; set; }

    /// <summary>Who sat, one person a line.</summary>
    public required string Present { get; set; }

    /// <summary>What the council says of the class as a whole, dissent on it included.</summary>
    public string? Observations { get; set; }

    public DateTime? DecidedAt { get; set; }

    /// <summary>How many minutes were signed; 0 before the first.</summary>
    public int MinutesVersion { get; set; }

    /// <summary>Why the signed minutes are being changed; empty in the first session.</summary>
    public string? ChangeReason { get; set; }

    /// <summary>From when families may have the cards, UTC; null while they are held back.</summary>
    public DateTime? CardsOpenFrom { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Lines may be written.</summary>
    public Refusal? RefusesLines() => State == CouncilState.InSession ? null : Refusal.Conflict("report-cards.council.not-in-session").Next("report-cards.council.not-in-session.next");

    public Refusal? Decide(DateTime now)
    {
        if (RefusesLines() is { } refusal) return refusal;
        State = CouncilState.Decided;
        DecidedAt = now;
        return null;
    }

    public Refusal? Sign()
    {
        if (State != CouncilState.Decided) return Refusal.Conflict("report-cards.minutes.not-decided").Next("report-cards.minutes.not-decided.next");
        State = CouncilState.Signed;
        MinutesVersion++;
        return null;
    }

    /// <summary>Back in session. Signed minutes stay what they are: the change makes minutes of their own, and says why.</summary>
    public Refusal? Reopen(string? reason)
    {
        if (State is not (CouncilState.Decided or CouncilState.Signed)) return Refusal.Conflict("report-cards.reopen.open");
        if (MinutesVersion > 0 && string.IsNullOrEmpty(reason)) return Refusal.Invalid("Reason", "report-cards.reopen.reason");
        State = CouncilState.InSession;
        if (MinutesVersion > 0) ChangeReason = reason;
        return null;
    }

    /// <summary>Brings the council together over a family's appeal, beside what it may be sitting about already: the next minutes name each.</summary>
    /// <param name="words">What the minutes say of the appeal.</param>
    /// <param name="number">The appeal's, in place of the words where others stand already.</param>
    public Refusal? Seize(string words, string number)
    {
        var before = State == CouncilState.Signed ? null : ChangeReason;
        if (State != CouncilState.InSession && Reopen(words) is { } refusal) return refusal;
        if (string.IsNullOrEmpty(before))
        {
            ChangeReason = words;
            return null;
        }

        var more = before.StartsWith(words[..^number.Length], StringComparison.Ordinal) ? $"، {number}" : $" – {words}";
        var room = ReasonLength - more.Length;
        ChangeReason = (before.Length <= room ? before : before[..(room - 1)] + "…") + more;
        return null;
    }
}

/// <summary>What the council says of one pupil.</summary>
public sealed class CouncilLine : IVersioned, IInPlace
{
    public const int TextLength = 300;

    public required int CouncilId { get; init; }

    public required long PupilId { get; init; }

    public required int SchoolId { get; init; }

    /// <summary>A code of the list <c>council-decisions</c>; only at the end of the year.</summary>
    public string? Decision { get; set; }

    /// <summary>A code of the list <c>council-honours</c>.</summary>
    public string? Honour { get; set; }

    /// <summary>What the rules proposed when it was decided.</summary>
    public string? ProposedDecision { get; set; }

    public string? ProposedHonour { get; set; }

    public string? Remark { get; set; }

    /// <summary>Who disagreed, and why; stands in the minutes and never on the card.</summary>
    public string? Dissent { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

/// <summary>Minutes that were signed (محضر مجلس القسم). A changed decision makes the next version; the ones before remain.</summary>
public sealed class CouncilMinutes : IInPlace
{
    public required int CouncilId { get; init; }

    /// <summary>1, 2, 3…</summary>
    public required int Number { get; init; }

    public required int SchoolId { get; init; }

    public required long DocumentId { get; init; }

    public required DateTime SignedAt { get; init; }

    public required long SignedByAccountId { get; init; }

    public string? Reason { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class CouncilConfiguration : IEntityTypeConfiguration<Council>
{
    public void Configure(EntityTypeBuilder<Council> builder)
    {
        builder.Property(c => c.Present).HasMaxLength(Council.PresentLength);
        builder.Property(c => c.Observations).HasMaxLength(Council.ObservationsLength);
        builder.Property(c => c.ChangeReason).HasMaxLength(Council.ReasonLength);
        builder.HasOne<SchoolClass>().WithMany().HasForeignKey(c => c.ClassId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => new { c.ClassId, c.Semester }).IsUnique();
        builder.HasIndex(c => new { c.SchoolId, c.SchoolYearId, c.Semester });
    }
}

public sealed class CouncilLineConfiguration : IEntityTypeConfiguration<CouncilLine>
{
    public void Configure(EntityTypeBuilder<CouncilLine> builder)
    {
        builder.HasKey(l => new { l.CouncilId, l.PupilId });
        builder.Property(l => l.Decision).IsCode(40);
        builder.Property(l => l.Honour).IsCode(40);
        builder.Property(l => l.ProposedDecision).IsCode(40);
        builder.Property(l => l.ProposedHonour).IsCode(40);
        builder.Property(l => l.Remark).HasMaxLength(CouncilLine.TextLength);
        builder.Property(l => l.Dissent).HasMaxLength(CouncilLine.TextLength);
    }
}

public sealed class CouncilMinutesConfiguration : IEntityTypeConfiguration<CouncilMinutes>
{
    public void Configure(EntityTypeBuilder<CouncilMinutes> builder)
    {
        builder.HasKey(m => new { m.CouncilId, m.Number });
        builder.Property(m => m.Reason).HasMaxLength(Council.ReasonLength);
    }
}
