using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>Who acts on a decision, as he is known at that moment.</summary>
/// <param name="EmployeeId">His own file, if he has one: nobody acts on his own case.</param>
public sealed record DecisionActor(long AccountId, long HatId, string Role, int PlaceId, string PlacePath, long? EmployeeId, string NameAr, string NameLatin)
{
    public static DecisionActor Of(CurrentUser user) => new(
        user.AccountId, user.Hat.Id, user.Role, user.PlaceId, user.PlacePath, user.EmployeeId, user.Session.NameAr, user.Session.NameLatin);
}

/// <summary>
/// A decision about one employee on its way through visas to the signature: the situation before, the situation after,
/// and every act of everybody. State, step and turn are kept beside the acts for lists; they follow from them.
/// </summary>
public sealed class Decision : IVersioned, IInPlace
{
    public const int RemarkLength = 500;

    public long Id { get; init; }

    public required int ProcedureId { get; init; }

    /// <summary>Code of the nomenclature decision-types.</summary>
    public required string Kind { get; init; }

    public long? BatchId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The directorate that prepares it.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>Old situation.</summary>
    public required string GradeCode { get; init; }

    public required string Echelle { get; init; }

    public required int OldEchelon { get; init; }

    public required int OldIndex { get; init; }

    public required DateOnly OldFrom { get; init; }

    /// <summary>Seniority kept from before the old situation, in days.</summary>
    public required int OldLeftoverDays { get; init; }

    /// <summary>New situation.</summary>
    public required int NewEchelon { get; init; }

    public required int NewIndex { get; init; }

    public required DateOnly EffectiveOn { get; init; }

    public required string PositionCode { get; init; }

    public required Rhythm Rhythm { get; init; }

    /// <summary>Rating from 0 to 20 that gave the rhythm.</summary>
    public required decimal Rating { get; init; }

    /// <summary>Months the échelon lasts at that rhythm.</summary>
    public required int Months { get; init; }

    /// <summary>Seniority left over (الأقدمية المتبقية), in days.</summary>
    public required int LeftoverDays { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required long CreatedByAccountId { get; init; }

    public DecisionState State { get; private set; }

    /// <summary>Order of the step it waits at; 0 while with the preparer or ended.</summary>
    public int Step { get; private set; }

    /// <summary>Role whose turn it is; null when nobody's.</summary>
    public string? WaitingRole { get; private set; } = Roles.HrManager;

    /// <summary>Since when it waits there, UTC.</summary>
    public DateTime WaitingSince { get; private set; }

    /// <summary>After this day the step is late.</summary>
    public DateOnly? LateAfter { get; private set; }

    /// <summary>Number and year given at the signature: 12/2026.</summary>
    public string? Number { get; private set; }

    public long? DocumentId { get; private set; }

    public DateTime? SignedAt { get; private set; }

    /// <summary>When the employee opened it: the date of notice.</summary>
    public DateTime? NotifiedAt { get; private set; }

    /// <summary>Why it was returned, refused or withdrawn, by code.</summary>
    public string? ReasonCode { get; private set; }

    public int Version { get; set; }

    public List<DecisionVisa> Visas { get; init; } = [];

    /// <summary>Puts a new proposal on its preparer's desk.</summary>
    public Decision StartsWaiting(DateTime at)
    {
        WaitingSince = at;
        return this;
    }

    /// <summary>
    /// Records one act, or says why it cannot be: not in the table, not this person's turn, his own case,
    /// or a second gate for the same person.
    /// </summary>
    /// <remarks>The caller has loaded <see cref="Visas"/>.</remarks>
    public Refusal? Record(DecisionAct act, DecisionProcedure procedure, DecisionActor who, DateTime at, string? reason = null, string? remark = null)
    {
        if (DecisionFlow.Find(State, act, Step == procedure.VisaCount) is not { } move)
            return Refusal.Conflict("decisions.not-now").Next("decisions.not-now-next");
        if (move.By is not (DecisionTurn.Employee or DecisionTurn.SecondDecision))
        {
            if (who.EmployeeId == EmployeeId)
                return Refusal.Conflict("decisions.own-case").Next("decisions.own-case-next");
            if (who.Role != WaitingRole || !PlacePath.StartsWith(who.PlacePath, StringComparison.Ordinal))
                return Refusal.Conflict("decisions.not-your-turn").Next("decisions.not-now-next");
            if (IsSecondGateFor(who.AccountId, procedure))
                return Refusal.Conflict("decisions.two-gates").Next("decisions.two-gates-next");
        }

        if (move.NeedsReason)
        {
            if (reason is null || !DecisionFlow.ReasonsOf(act).Contains(reason))
                return Refusal.Invalid("Reason", "decisions.reason-needed");
            if (reason == "other" && string.IsNullOrWhiteSpace(remark))
                return Refusal.Invalid("Remark", "decisions.remark-needed");
        }

        Visas.Add(new DecisionVisa
        {
            ProcedureId = ProcedureId,
            Act = act,
            Step = Step,
            At = at,
            AccountId = who.AccountId,
            HatId = who.HatId,
            Role = who.Role,
            PlaceId = who.PlaceId,
            NameAr = who.NameAr,
            NameLatin = who.NameLatin,
            ReasonCode = move.NeedsReason ? reason : null,
            Remark = string.IsNullOrWhiteSpace(remark) ? null : remark.Trim(),
            WaitedDays = Math.Max(0, (int)(at - WaitingSince).TotalDays),
        });
        State = move.To;
        Step = act switch
        {
            DecisionAct.Sent => 1,
            DecisionAct.Granted => Step + 1,
            DecisionAct.Returned or DecisionAct.Refused or DecisionAct.Withdrawn => 0,
            _ => Step,
        };
        ReasonCode = move.NeedsReason ? reason : State is DecisionState.InVisa ? null : ReasonCode;
        var next = State is DecisionState.InVisa or DecisionState.ToSign ? procedure.StepAt(Step) : null;
        WaitingRole = next?.Role ?? (State is DecisionState.Returned ? Roles.HrManager : null);
        WaitingSince = at;
        LateAfter = next is null ? null : MoroccanDay.Of(at).AddDays(next.UsualDays);
        if (State is DecisionState.Notified)
            NotifiedAt = at;
        return null;
    }

    /// <summary>What the signature gives it; call after <see cref="Record"/> has accepted the act.</summary>
    public void Register(string number, long documentId, DateTime at) => (Number, DocumentId, SignedAt) = (number, documentId, at);

    /// <summary>True when this person already acted at another gate that must not be his too.</summary>
    public bool IsSecondGateFor(long accountId, DecisionProcedure procedure) =>
        procedure.StepAt(Step) is not { IsDistinct: false }
        && Visas.Exists(v => v.AccountId == accountId && v.Step != Step && v.Act is (DecisionAct.Sent or DecisionAct.Granted));
}

public sealed class DecisionConfiguration : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.Property(d => d.Kind).IsCode(60);
        builder.Property(d => d.PlacePath).IsCode(64);
        builder.Property(d => d.GradeCode).IsCode(20);
        builder.Property(d => d.Echelle).IsCode(10);
        builder.Property(d => d.PositionCode).IsCode(40);
        builder.Property(d => d.WaitingRole).IsCode(30);
        builder.Property(d => d.Number).IsCode(20);
        builder.Property(d => d.ReasonCode).IsCode(40);
        builder.Property(d => d.Rating).HasPrecision(4, 2);
        builder.HasMany(d => d.Visas).WithOne().HasForeignKey(v => v.DecisionId);
        builder.HasOne<DecisionProcedure>().WithMany().HasForeignKey(d => d.ProcedureId);
        builder.HasOne<DecisionBatch>().WithMany().HasForeignKey(d => d.BatchId);
        builder.HasIndex(d => new { d.WaitingRole, d.WaitingSince });
        builder.HasIndex(d => new { d.EmployeeId, d.State });
        builder.HasIndex(d => new { d.PlacePath, d.State });
        builder.HasIndex(d => d.DocumentId);
    }
}

/// <summary>One act on a decision; only ever added.</summary>
public sealed class DecisionVisa
{
    public long Id { get; init; }

    public long DecisionId { get; init; }

    /// <summary>Repeated from the decision, so that usual delays are one index.</summary>
    public required int ProcedureId { get; init; }

    public required DecisionAct Act { get; init; }

    /// <summary>The step it was done at; 0 for the preparer.</summary>
    public required int Step { get; init; }

    public required DateTime At { get; init; }

    public required long AccountId { get; init; }

    public required long HatId { get; init; }

    public required string Role { get; init; }

    public required int PlaceId { get; init; }

    /// <summary>The name as it was, for papers.</summary>
    public required string NameAr { get; init; }

    public required string NameLatin { get; init; }

    public string? ReasonCode { get; init; }

    public string? Remark { get; init; }

    /// <summary>Days the decision had waited at this step.</summary>
    public required int WaitedDays { get; init; }
}

public sealed class DecisionVisaConfiguration : IEntityTypeConfiguration<DecisionVisa>
{
    public void Configure(EntityTypeBuilder<DecisionVisa> builder)
    {
        builder.Property(v => v.Role).IsCode(30);
        builder.Property(v => v.ReasonCode).IsCode(40);
        builder.Property(v => v.Remark).HasMaxLength(Decision.RemarkLength);
        builder.HasIndex(v => new { v.DecisionId, v.Id });
        builder.HasIndex(v => new { v.ProcedureId, v.Step, v.At });
    }
}

/// <summary>Decisions of one kind prepared together; a returned line does not hold back the others.</summary>
public sealed class DecisionBatch : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required string Kind { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>The day on which its lines were due.</summary>
    public required DateOnly AsOf { get; init; }

    public required int LineCount { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required long CreatedByAccountId { get; init; }

    public int Version { get; set; }
}

public sealed class DecisionBatchConfiguration : IEntityTypeConfiguration<DecisionBatch>
{
    public void Configure(EntityTypeBuilder<DecisionBatch> builder)
    {
        builder.Property(b => b.Kind).IsCode(60);
        builder.Property(b => b.PlacePath).IsCode(64);
        builder.HasIndex(b => new { b.PlacePath, b.CreatedAt });
    }
}

/// <summary>The yearly rating (التنقيط) of an employee, 0 to 20 on five criteria (decree 2-05-1367).</summary>
public sealed class StaffRating : IVersioned
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    public required int Year { get; init; }

    public required decimal Points { get; set; }

    public int Version { get; set; }
}

public sealed class StaffRatingConfiguration : IEntityTypeConfiguration<StaffRating>
{
    public void Configure(EntityTypeBuilder<StaffRating> builder)
    {
        builder.Property(r => r.Points).HasPrecision(4, 2);
        builder.HasIndex(r => new { r.EmployeeId, r.Year }).IsUnique();
    }
}
