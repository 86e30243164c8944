using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Staffing.Domain;

/// <summary>What a head says to a flag.</summary>
/// <param name="ReasonCode">Of the list <c>staffing-reasons</c>.</param>
/// <param name="Hours">That the reason explains, a week; null where the rule is not about hours.</param>
/// <param name="Reference">The document that says so: number and date of a decision, minutes, a note.</param>
/// <param name="PaperId">A picture or PDF of it.</param>
public sealed record FlagAnswer(string ReasonCode, decimal? Hours, string Reference, string? Remark, long? PaperId);

/// <summary>
/// A flag that somebody has answered, and what became of it in this school year. The flag itself is never stored: it is what the data say now. The
/// answer holds only for the figures it was given for; with other figures the flag is open again.
/// </summary>
public sealed class FlagCase : IVersioned, IInPlace, IOfSchool
{
    public const int ReferenceLength = 120;
    public const int RemarkLength = 300;
    public const int ShortestReason = 5;

    /// <summary>Refused to who would speak or decide about himself, and to who would decide on an answer of his own.</summary>
    public static Refusal Own => Refusal.Conflict("staffing.own").Next("staffing.own.next").Recorded();

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required string PlacePath { get; init; }

    public required int SchoolYearId { get; init; }

    public required FlagRule Rule { get; init; }

    /// <summary>As <see cref="StaffFlag.Key"/>.</summary>
    public required string FlagKey { get; init; }

    public long? EmployeeId { get; init; }

    public int? ClassId { get; init; }

    public required string SubjectCode { get; init; }

    /// <summary>The figures the answer was given for.</summary>
    public decimal Due { get; private set; }

    public decimal Taught { get; private set; }

    /// <summary>Sent, returned or accepted.</summary>
    public FlagState State { get; private set; }

    public string ReasonCode { get; private set; } = "";

    public decimal? Hours { get; private set; }

    public string Reference { get; private set; } = "";

    public string? Remark { get; private set; }

    public long? PaperId { get; private set; }

    public long AnsweredByAccountId { get; private set; }

    public DateTime AnsweredAt { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>Why it was returned.</summary>
    public string? Ruling { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>The figures are still those that were answered.</summary>
    public bool IsAbout(StaffFlag flag) => Due == flag.Due && Taught == flag.Taught;

    /// <summary>Where the flag stands, given this answer to it.</summary>
    public FlagState StateFor(StaffFlag flag) => IsAbout(flag) ? State : FlagState.Lapsed;

    public Refusal? Answer(StaffFlag flag, FlagAnswer answer, long by, DateTime at)
    {
        // What waits for the directorate, or was accepted, stays; figures that changed open it again.
        if (AnsweredByAccountId != 0 && StateFor(flag) is FlagState.Sent or FlagState.Accepted)
            return Refusal.Conflict("staffing.not-now").Next("staffing.not-now.next");
        // The document stays with a claim that was returned, not with another one.
        var paper = answer.PaperId ?? (State == FlagState.Returned && IsAbout(flag) ? PaperId : null);
        (Due, Taught, State) = (flag.Due, flag.Taught, FlagState.Sent);
        (ReasonCode, Hours, Reference, Remark, PaperId) = (answer.ReasonCode, answer.Hours, answer.Reference, answer.Remark, paper);
        (AnsweredByAccountId, AnsweredAt, DecidedByAccountId, DecidedAt, Ruling) = (by, at, null, null, null);
        return null;
    }

    /// <param name="ruling">Null to accept.</param>
    public Refusal? Decide(string? ruling, long by, DateTime at)
    {
        if (State != FlagState.Sent)
            return Refusal.Conflict("staffing.not-now").Next("staffing.not-now.next");
        (State, Ruling, DecidedByAccountId, DecidedAt) = (ruling is null ? FlagState.Accepted : FlagState.Returned, ruling, by, at);
        return null;
    }

    /// <summary>The line of history of what was just done.</summary>
    public FlagStep Step(long by, string role, DateTime at) => new()
    {
        CaseId = Id,
        SchoolId = SchoolId,
        State = State,
        Due = Due,
        Taught = Taught,
        ReasonCode = ReasonCode,
        Hours = Hours,
        Reference = Reference,
        Words = State == FlagState.Sent ? Remark : Ruling,
        AccountId = by,
        Role = role,
        At = at,
    };
}

/// <summary>One step of a flag's way: answered, returned, accepted, with the figures of then. Rows are only ever added.</summary>
public sealed class FlagStep : IInPlace
{
    public long Id { get; init; }

    public required long CaseId { get; init; }

    public required int SchoolId { get; init; }

    public required FlagState State { get; init; }

    public required decimal Due { get; init; }

    public required decimal Taught { get; init; }

    public required string ReasonCode { get; init; }

    public decimal? Hours { get; init; }

    public required string Reference { get; init; }

    /// <summary>The head's remark, or why the directorate returned it.</summary>
    public string? Words { get; init; }

    public required long AccountId { get; init; }

    public required string Role { get; init; }

    public required DateTime At { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class FlagCaseConfiguration : IEntityTypeConfiguration<FlagCase>
{
    public void Configure(EntityTypeBuilder<FlagCase> builder)
    {
        builder.ToTable("FlagCases");
        builder.Property(c => c.PlacePath).IsCode(64);
        builder.Property(c => c.FlagKey).IsCode(60);
        builder.Property(c => c.SubjectCode).IsCode(20);
        builder.Property(c => c.ReasonCode).IsCode(40);
        builder.Property(c => c.Reference).HasMaxLength(FlagCase.ReferenceLength);
        builder.Property(c => c.Remark).HasMaxLength(FlagCase.RemarkLength);
        builder.Property(c => c.Ruling).HasMaxLength(FlagCase.RemarkLength);
        builder.HasIndex(c => new { c.SchoolYearId, c.SchoolId, c.FlagKey }).IsUnique();
        builder.HasIndex(c => new { c.PlacePath, c.State });
        builder.HasIndex(c => new { c.EmployeeId, c.SchoolYearId });
        builder.HasIndex(c => c.PaperId);
    }
}

public sealed class FlagStepConfiguration : IEntityTypeConfiguration<FlagStep>
{
    public void Configure(EntityTypeBuilder<FlagStep> builder)
    {
        builder.ToTable("FlagSteps");
        builder.Property(s => s.ReasonCode).IsCode(40);
        builder.Property(s => s.Role).IsCode(30);
        builder.Property(s => s.Reference).HasMaxLength(FlagCase.ReferenceLength);
        builder.Property(s => s.Words).HasMaxLength(FlagCase.RemarkLength);
        builder.HasIndex(s => s.CaseId);
    }
}
