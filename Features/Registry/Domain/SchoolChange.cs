using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Registry.Domain;

/// <summary>What is done to a school in the register.</summary>
public enum ChangeKind
{
    Open = 0,
    Rename = 1,

    /// <summary>To another commune of the same directorate.</summary>
    Move = 2,

    Close = 3,

    /// <summary>The old code is closed, one or two are opened, the pupils are shared out.</summary>
    Split = 4,

    /// <summary>Closed, and its pupils go to a school that stays.</summary>
    Merge = 5,
}

/// <summary>Where a change stands.</summary>
public enum ChangeState
{
    /// <summary>The academy has to decide.</summary>
    Proposed = 0,

    /// <summary>Decided; in force from its day on.</summary>
    Approved = 1,

    /// <summary>In force.</summary>
    Applied = 2,

    /// <summary>The directorate corrects it and proposes anew.</summary>
    Returned = 3,

    Refused = 4,

    /// <summary>Taken back by the directorate.</summary>
    Withdrawn = 5,

    /// <summary>Its day came and something stood in the way; the academy has to decide again.</summary>
    Blocked = 6,
}

/// <summary>Which state follows which, and whose turn it is.</summary>
public static class ChangeStates
{
    private static readonly FrozenDictionary<ChangeState, ChangeState[]> Next = new Dictionary<ChangeState, ChangeState[]>
    {
        [ChangeState.Proposed] = [ChangeState.Approved, ChangeState.Applied, ChangeState.Returned, ChangeState.Refused, ChangeState.Withdrawn],
        [ChangeState.Approved] = [ChangeState.Applied, ChangeState.Blocked, ChangeState.Returned, ChangeState.Refused],
        [ChangeState.Blocked] = [ChangeState.Applied, ChangeState.Returned, ChangeState.Refused],
    }.ToFrozenDictionary();

    public static bool CanBecome(this ChangeState from, ChangeState to) => Next.GetValueOrDefault(from)?.Contains(to) == true;

    /// <summary>Somebody, or its day, still has to act; a school has one such change at most.</summary>
    public static bool IsLive(this ChangeState state) => Next.ContainsKey(state);

    /// <summary>Class of the state's tag.</summary>
    public static string Tag(this ChangeState state) => state switch
    {
        ChangeState.Proposed or ChangeState.Returned => "warn",
        ChangeState.Approved => "info",
        ChangeState.Applied => "ok",
        ChangeState.Refused or ChangeState.Blocked => "bad",
        _ => "mute",
    };
}

/// <summary>Which pupils go where when a school is split.</summary>
/// <param name="Groups">By group of pupils (<see cref="Mover.Groups"/>): number of the new school, from 1.</param>
/// <param name="Pupils">By pupil, before the group.</param>
public sealed record Shares(IReadOnlyDictionary<string, int> Groups, IReadOnlyDictionary<long, int> Pupils)
{
    /// <summary>The group of all who are in no other.</summary>
    public const string Others = "*";

    public static readonly Shares None = new(FrozenDictionary<string, int>.Empty, FrozenDictionary<long, int>.Empty);
}

/// <summary>
/// A change of the register of schools (GRESA): proposed by a directorate with the paper it rests on, decided by the academy, in force from
/// its day on. What was before stands beside what is wanted.
/// </summary>
public sealed class SchoolChange : IVersioned, IInPlace
{
    public const int ReferenceLength = 60;
    public const int ReasonLength = 300;
    public const int ShortestReason = 10;

    public SchoolChange()
    {
    }

    /// <summary>What every proposal begins with: who proposes it, and the paper it rests on, as <see cref="ChangeRules.HasPaper"/> let it pass.</summary>
    [SetsRequiredMembers]
    public SchoolChange(ChangeKind kind, Place directorate, Place academy, TypedPaper paper, long account, DateTime now)
    {
        (Kind, PlaceId, AcademyId) = (kind, directorate.Id, academy.Id);
        (EffectiveOn, DocumentOn) = (TypedDay.Read(paper.EffectiveOn)!.Value, TypedDay.Read(paper.DocumentOn)!.Value);
        (Reference, Remark) = (BidiSafe.Clean(paper.Reference), BidiSafe.CleanLinesOrNull(paper.Remark));
        FollowsId = long.TryParse(paper.Follows, NumberStyles.None, CultureInfo.InvariantCulture, out var follows) ? follows : null;
        (ProposedByAccountId, ProposedAt) = (account, now);
    }

    /// <summary>The same for a school that is there, with what it was.</summary>
    [SetsRequiredMembers]
    public SchoolChange(ChangeKind kind, Subject subject, TypedPaper paper, long account, DateTime now)
        : this(kind, subject.Offices.Directorate!, subject.Offices.Academy!, paper, account, now) =>
        (SchoolId, WasNameAr, WasNameFr, WasParentId) = (subject.School.Id, subject.Place.NameAr, subject.Place.NameFr, subject.Place.ParentId);

    public long Id { get; init; }

    public required ChangeKind Kind { get; init; }

    /// <summary>The directorate that answers for it.</summary>
    public required int PlaceId { get; init; }

    /// <summary>The academy that decides.</summary>
    public required int AcademyId { get; init; }

    /// <summary>The school it is about; none for one that is to be opened.</summary>
    public int? SchoolId { get; init; }

    /// <summary>The school while the change is live; unique.</summary>
    public int? LiveKey { get; private set; }

    /// <summary>First day on which the new state holds.</summary>
    public required DateOnly EffectiveOn { get; init; }

    /// <summary>Of a renaming.</summary>
    public string? NameAr { get; init; }

    /// <inheritdoc cref="NameAr"/>
    public string? NameFr { get; init; }

    /// <summary>Of a move: the new commune.</summary>
    public int? CommuneId { get; init; }

    /// <summary>Of a merge, and where a closing names one: the school that takes the pupils.</summary>
    public int? IntoSchoolId { get; init; }

    /// <summary>The school as it was when this was proposed.</summary>
    public string? WasNameAr { get; init; }

    /// <inheritdoc cref="WasNameAr"/>
    public string? WasNameFr { get; init; }

    /// <inheritdoc cref="WasNameAr"/>
    public int? WasParentId { get; init; }

    /// <summary>Number of the paper it rests on, as typed.</summary>
    public required string Reference { get; init; }

    public required DateOnly DocumentOn { get; init; }

    public string? Remark { get; init; }

    /// <summary>JSON of <see cref="Domain.Shares"/>.</summary>
    public string SharesJson { get; init; } = "";

    /// <summary>The returned proposal that this one corrects.</summary>
    public long? FollowsId { get; init; }

    /// <summary>It opens a private school by the file of a licence: who decides the file decides this, and nobody does beside it.</summary>
    public bool IsLicensed { get; init; }

    public required long ProposedByAccountId { get; init; }

    public required DateTime ProposedAt { get; init; }

    public ChangeState State { get; private set; }

    public int Version { get; set; }

    public Shares Shares => SharesJson.Length == 0 ? Shares.None : JsonSerializer.Deserialize<Shares>(SharesJson)!;

    /// <summary>Proposed: no other change of the school is, meanwhile.</summary>
    public SchoolChange Begin()
    {
        LiveKey = SchoolId;
        return this;
    }

    public Refusal? Become(ChangeState state)
    {
        if (!State.CanBecome(state))
            return Settled;
        State = state;
        if (!state.IsLive())
            LiveKey = null;
        return null;
    }

    public static Refusal Settled => Refusal.Conflict("registry.settled").Next("registry.settled.next");

    /// <summary>What is said where somebody would decide it without the licence.</summary>
    public static Refusal WithLicence => Refusal.Conflict("registry.licensed").Next("registry.licensed.next");
}

public sealed class SchoolChangeConfiguration : IEntityTypeConfiguration<SchoolChange>
{
    public void Configure(EntityTypeBuilder<SchoolChange> builder)
    {
        builder.Property(c => c.Reference).HasMaxLength(SchoolChange.ReferenceLength);
        builder.Property(c => c.Remark).HasMaxLength(SchoolChange.ReasonLength);
        builder.Property(c => c.SharesJson).IsLongText();
        builder.Ignore(c => c.Shares);
        builder.HasIndex(c => c.LiveKey).IsUnique();
        builder.HasIndex(c => c.SchoolId);
        builder.HasIndex(c => new { c.PlaceId, c.ProposedAt });
        builder.HasIndex(c => new { c.AcademyId, c.ProposedAt });
    }
}

/// <summary>A school that a change opens, as proposed; once open it is a <see cref="School"/> of its own.</summary>
public sealed class PlannedSchool : IVersioned
{
    public long Id { get; init; }

    public long ChangeId { get; set; }

    /// <summary>From 1.</summary>
    public required int Order { get; init; }

    /// <summary>Five digits and their check letter (domain 01 §1.4).</summary>
    public required string GresaCode { get; init; }

    /// <summary>The code while the change is live: two proposals never have the same. What is opened keeps its code for ever.</summary>
    public string? LiveCode { get; set; }

    public required string NameAr { get; init; }

    public required string NameFr { get; init; }

    public required string Nature { get; init; }

    public required string Cycles { get; init; }

    public required bool IsPublic { get; init; }

    public required bool IsUrban { get; init; }

    /// <summary>The commune, or for an annex the school it belongs to.</summary>
    public required int ParentId { get; init; }

    public string? AddressAr { get; init; }

    public string? Phone { get; init; }

    public int FirstYearSeats { get; init; }

    /// <summary>The school that was opened.</summary>
    public int? SchoolId { get; set; }

    public int Version { get; set; }
}

public sealed class PlannedSchoolConfiguration : IEntityTypeConfiguration<PlannedSchool>
{
    public void Configure(EntityTypeBuilder<PlannedSchool> builder)
    {
        builder.Property(p => p.GresaCode).IsCode(6);
        builder.Property(p => p.LiveCode).IsCode(6);
        builder.Property(p => p.Cycles).IsCode(20);
        builder.Property(p => p.Nature).IsCode(40);
        builder.HasIndex(p => p.ChangeId);
        builder.HasIndex(p => p.LiveCode).IsUnique();
    }
}

/// <summary>One line of a change's history; none is ever changed.</summary>
public sealed class SchoolChangeEvent : IInPlace
{
    public long Id { get; init; }

    public required long ChangeId { get; init; }

    public required int PlaceId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The state it came to.</summary>
    public required ChangeState State { get; init; }

    /// <summary>None where its day came by itself.</summary>
    public long? AccountId { get; init; }

    public string? Remark { get; init; }
}

public sealed class SchoolChangeEventConfiguration : IEntityTypeConfiguration<SchoolChangeEvent>
{
    public void Configure(EntityTypeBuilder<SchoolChangeEvent> builder)
    {
        builder.Property(e => e.Remark).HasMaxLength(SchoolChange.ReasonLength);
        builder.HasIndex(e => new { e.ChangeId, e.At });
    }
}

/// <summary>Who sees which change.</summary>
public static class Scopes
{
    /// <summary>Of one's directorate, of the academy one is at, and at the ministry all.</summary>
    public static IQueryable<SchoolChange> VisibleTo(this IQueryable<SchoolChange> changes, CurrentUser user)
    {
        var place = user.PlaceId;
        return user.Role == Roles.Ministry ? changes : changes.Where(c => c.PlaceId == place || c.AcademyId == place);
    }

    /// <summary>Those on which the place of the hat decides.</summary>
    public static IQueryable<SchoolChange> DecidedBy(this IQueryable<SchoolChange> changes, CurrentUser user)
    {
        var place = user.PlaceId;
        return changes.Where(c => c.AcademyId == place);
    }
}
