using System.Text.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Pupils.Domain;

/// <summary>Where the merging of two files stands.</summary>
public enum MergeState
{
    /// <summary>The directorate has to decide.</summary>
    Proposed = 0,

    /// <summary>In force: the other code leads to the file that stays.</summary>
    Done = 1,

    Refused = 2,

    /// <summary>Taken back by the school that proposed it.</summary>
    Withdrawn = 3,

    /// <summary>Two files again, as before.</summary>
    Undone = 4,
}

/// <summary>One thing that a merge changed, and how it was before: an enrollment that ended, or a guardian's link that was added.</summary>
/// <param name="Was">The enrollment's state before.</param>
/// <param name="Became">The enrollment's state since.</param>
/// <param name="LeftOn">The day of leaving that was written; null where none was.</param>
/// <param name="Guardian">Of the link that was added, with <paramref name="Pupil"/>.</param>
public sealed record MergeChange(long Enrollment, int Was, int Became, DateOnly? LeftOn, long Guardian, long Pupil)
{
    public static MergeChange Ended(long enrollment, int was, int became, DateOnly? leftOn) => new(enrollment, was, became, leftOn, 0, 0);

    public static MergeChange Linked(long guardian, long pupil) => new(0, 0, 0, null, guardian, pupil);
}

/// <summary>
/// Two files of one child. Nothing moves from one to the other: marks, papers and roll calls are sealed with the number of their file. The other
/// file becomes an old file of the one that stays, and readers of a history read both. What the merge had to change stands in
/// <see cref="Changes"/>, so that undoing it restores two files exactly (docs/adr/0011).
/// </summary>
public sealed class PupilMerge : IVersioned, IInPlace
{
    public const int ReasonLength = PupilCorrection.ReasonLength;

    public long Id { get; init; }

    /// <summary>The file that stays.</summary>
    public required long KeptId { get; init; }

    /// <summary>The file that becomes an old one.</summary>
    public required long OtherId { get; init; }

    /// <summary>The other file while this is proposed or done: a file has one such case at most.</summary>
    public long? LiveKey { get; private set; }

    /// <summary>The school whose head proposed it.</summary>
    public required int PlaceId { get; init; }

    /// <summary>The school of the second file; null where it never was at one.</summary>
    public required int? OtherPlaceId { get; init; }

    /// <summary>The office that sees both schools and decides; null where both files are of the one school, which decides alone.</summary>
    public required int? OfficeId { get; init; }

    public required ProofKind Proof { get; init; }

    public required string ProofReference { get; init; }

    public required DateOnly ProofOn { get; init; }

    public required string Reason { get; init; }

    public required long ProposedByAccountId { get; init; }

    public required DateTime ProposedAt { get; init; }

    public MergeState State { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    public string? DecidedReason { get; private set; }

    public long? UndoneByAccountId { get; private set; }

    public DateTime? UndoneAt { get; private set; }

    public string? UndoneReason { get; private set; }

    /// <summary>JSON of <see cref="MergeChange"/>.</summary>
    public string Changes { get; private set; } = "[]";

    public int Version { get; set; }

    /// <summary>Somebody decided or withdrew it meanwhile.</summary>
    public static Refusal Settled => Refusal.Conflict("pupils.merge.settled").Next("pupils.merge.settled.next");

    /// <summary>Proposed: the pair is taken.</summary>
    public PupilMerge Begin()
    {
        LiveKey = OtherId;
        return this;
    }

    public void Do(IReadOnlyList<MergeChange> changes, long account, DateTime at, string? reason)
    {
        Changes = JsonSerializer.Serialize(changes);
        (State, DecidedByAccountId, DecidedAt, DecidedReason) = (MergeState.Done, account, at, reason);
    }

    /// <summary>Refused by the office, or withdrawn by the school.</summary>
    public void End(MergeState state, long account, DateTime at, string? reason) =>
        (State, LiveKey, DecidedByAccountId, DecidedAt, DecidedReason) = (state, null, account, at, reason);

    /// <summary>Two files again; gives what has to be put back.</summary>
    public IReadOnlyList<MergeChange> Undo(long account, DateTime at, string reason)
    {
        (State, LiveKey, UndoneByAccountId, UndoneAt, UndoneReason) = (MergeState.Undone, null, account, at, reason);
        return JsonSerializer.Deserialize<List<MergeChange>>(Changes)!;
    }
}

public sealed class PupilMergeConfiguration : IEntityTypeConfiguration<PupilMerge>
{
    public void Configure(EntityTypeBuilder<PupilMerge> builder)
    {
        builder.Property(m => m.ProofReference).HasMaxLength(PupilCorrection.ReferenceLength);
        foreach (var reason in (string[])[nameof(PupilMerge.Reason), nameof(PupilMerge.DecidedReason), nameof(PupilMerge.UndoneReason)])
            builder.Property(reason).HasMaxLength(PupilMerge.ReasonLength);
        builder.Property(m => m.Changes).IsLongText();
        builder.HasIndex(m => m.LiveKey).IsUnique();
        builder.HasIndex(m => m.KeptId);
        builder.HasIndex(m => new { m.PlaceId, m.ProposedAt });
        builder.HasIndex(m => new { m.OtherPlaceId, m.ProposedAt });
        builder.HasIndex(m => new { m.OfficeId, m.ProposedAt });
    }
}

/// <summary>Old files, and who sees which case.</summary>
public static class Merges
{
    public static IQueryable<PupilMerge> InForce(this IQueryable<PupilMerge> merges) => merges.Where(m => m.State == MergeState.Done);

    /// <summary>Cases of the school of the hat, and those on which its office decides.</summary>
    public static IQueryable<PupilMerge> VisibleTo(this IQueryable<PupilMerge> merges, CurrentUser user)
    {
        var place = user.PlaceId;
        return user.Has(Permissions.DecideMerge) ? merges.Where(m => m.OfficeId == place) : merges.Where(m => m.PlaceId == place || m.OtherPlaceId == place);
    }

    /// <summary>Those whose merging this place decided, or decides, and may undo.</summary>
    public static IQueryable<PupilMerge> DecidedBy(this IQueryable<PupilMerge> merges, CurrentUser user)
    {
        var place = user.PlaceId;
        return user.Has(Permissions.DecideMerge) ? merges.Where(m => m.OfficeId == place) : merges.Where(m => m.OfficeId == null && m.PlaceId == place);
    }

    /// <summary>The code by which a file is kept today: an old code gives that of the file that stayed, every other code itself.</summary>
    public static async Task<string> LivingCode(this MassarDb db, string code, CancellationToken ct) => await (
            from p in db.Pupils
            where p.MassarCode == code
            join m in db.PupilMerges.InForce() on (long?)p.Id equals m.LiveKey
            join kept in db.Pupils on m.KeptId equals kept.Id
            select kept.MassarCode).AsNoTracking().FirstOrDefaultAsync(ct) ?? code;

    /// <summary>Lines of files that are not an old file of another: who is looked for, or comes late, is looked for by the file that stays.</summary>
    public static IQueryable<Enrollment> OfLivingFiles(this IQueryable<Enrollment> lines, MassarDb db) =>
        lines.Where(e => !db.PupilMerges.Any(m => m.LiveKey == e.PupilId && m.State == MergeState.Done));

    /// <summary>The file itself, or where it is an old one, the file that stayed.</summary>
    public static IQueryable<Pupil> Living(this IQueryable<Pupil> pupils, MassarDb db, long id) =>
        pupils.Where(p => p.Id == (db.PupilMerges.Where(m => m.LiveKey == id && m.State == MergeState.Done).Select(m => (long?)m.KeptId).FirstOrDefault() ?? id));
}
