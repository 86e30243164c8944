using Massar.Features.Files.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.ReportCards.Domain;

/// <summary>Life of a family's appeal against a council's decision (workflow 4.7).</summary>
public enum AppealState : byte
{
    /// <summary>The head has to seize the council.</summary>
    Asked = 0,

    /// <summary>The council meets again; its minutes answer.</summary>
    Seized = 1,

    /// <summary>The council met again and left what it had decided.</summary>
    Confirmed = 2,

    /// <summary>New minutes say something else of the pupil.</summary>
    Changed = 3,

    /// <summary>The family took it back before the council met.</summary>
    Withdrawn = 4,
}

/// <summary>
/// A family, or a pupil of age, asks a class council to look at its decision again. One a pupil and council: what the council has answered is
/// its last word. What stood when it was asked is kept here, so that the answer follows from the lines and from nobody's saying.
/// </summary>
public sealed class CouncilAppeal : IVersioned, IInPlace
{
    public const int TextLength = 1000;

    /// <summary>So many sit again, at least: who decided alone is not alone a second time.</summary>
    public const int LeastPresent = 2;

    public long Id { get; init; }

    public required int CouncilId { get; init; }

    public required long PupilId { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int Semester { get; init; }

    public AppealState State { get; private set; }

    public required DateTime StateSince { get; set; }

    public required DateTime AskedAt { get; init; }

    /// <summary>Who asks; the other guardian reads the state and the answer, not these words.</summary>
    public required long AskedByAccountId { get; init; }

    public required string Reason { get; set; }

    public long? PaperId { get; init; }

    /// <summary>The minutes appealed against.</summary>
    public required int MinutesVersion { get; init; }

    /// <summary>What the council had said: codes of its lists, and its remark.</summary>
    public string? Decision { get; init; }

    public string? Honour { get; init; }

    public string? Remark { get; init; }

    public DateTime? SeizedAt { get; private set; }

    public long? SeizedByAccountId { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public long? AnsweredByAccountId { get; private set; }

    /// <summary>Why, in the council's words; the family reads it.</summary>
    public string? Answer { get; private set; }

    /// <summary>The minutes of the second session.</summary>
    public int? AnsweredByMinutes { get; private set; }

    /// <summary>Council and pupil of an appeal that was not taken back; unique, so that there is one.</summary>
    public string? LiveKey { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public static string KeyOf(int council, long pupil) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{council}/{pupil}");

    public CouncilAppeal Asked()
    {
        LiveKey = KeyOf(CouncilId, PupilId);
        return this;
    }

    public Refusal? Seize(long account, DateTime now)
    {
        if (State != AppealState.Asked) return Over;
        (State, StateSince, SeizedAt, SeizedByAccountId) = (AppealState.Seized, now, now, account);
        return null;
    }

    /// <summary>The answer follows from what the council's line says now.</summary>
    /// <param name="line">As the second session's signed minutes have it.</param>
    /// <param name="minutes">Their number.</param>
    public Refusal? Close(CouncilLine? line, int minutes, string answer, long account, DateTime now)
    {
        if (State != AppealState.Seized) return Over;
        var isSame = (line?.Decision, line?.Honour, line?.Remark) == (Decision, Honour, Remark);
        (State, StateSince, AnsweredAt, AnsweredByAccountId, AnsweredByMinutes, Answer) = (isSame ? AppealState.Confirmed : AppealState.Changed, now, now, account, minutes, answer);
        return null;
    }

    public Refusal? Withdraw(DateTime now)
    {
        if (State != AppealState.Asked) return Refusal.Conflict("report-cards.appeal.withdraw.late").Next("report-cards.appeal.withdraw.late.next");
        (State, StateSince, LiveKey) = (AppealState.Withdrawn, now, null);
        return null;
    }

    private static Refusal Over => Refusal.Conflict("report-cards.appeal.over").Next("report-cards.appeal.over.next");
}

public sealed class CouncilAppealConfiguration : IEntityTypeConfiguration<CouncilAppeal>
{
    public void Configure(EntityTypeBuilder<CouncilAppeal> builder)
    {
        builder.Property(a => a.Reason).HasMaxLength(CouncilAppeal.TextLength);
        builder.Property(a => a.Answer).HasMaxLength(CouncilAppeal.TextLength);
        builder.Property(a => a.Decision).IsCode(40);
        builder.Property(a => a.Honour).IsCode(40);
        builder.Property(a => a.Remark).HasMaxLength(CouncilLine.TextLength);
        builder.Property(a => a.LiveKey).IsCode(40);
        builder.HasIndex(a => a.LiveKey).IsUnique();
        builder.HasOne<Council>().WithMany().HasForeignKey(a => a.CouncilId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Pupil>().WithMany().HasForeignKey(a => a.PupilId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(a => a.PaperId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.SchoolId, a.State, a.AskedAt });
        builder.HasIndex(a => new { a.PupilId, a.CouncilId });
        builder.HasIndex(a => new { a.SchoolYearId, a.State });
    }
}
