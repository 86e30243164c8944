using Massar.Features.Accounts.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>Who acts on a decision, as he is known at that moment.</summary>
/// <param name="EmployeeId">His own file, if he has one: nobody acts on his own case.</param>
public sealed record DecisionActor(long AccountId, long HatId, string Role, int PlaceId, string PlacePath, long? EmployeeId, string NameAr, string NameLatin)
{
    public static DecisionActor Of(CurrentUser user) => new(
        user.AccountId, user.Hat.Id, user.Role, user.PlaceId, user.PlacePath, user.EmployeeId, user.Session.NameAr, user.Session.NameLatin)
    { DelegatedKinds = user.Hat.DelegatedKinds };

    /// <inheritdoc cref="Hat.DelegatedKinds"/>
    public string? DelegatedKinds { get; init; }

    /// <summary>The act by which the role was given for a time, once it was looked for; null for a role of one's own.</summary>
    public DelegationNamed? Delegation { get; init; }

    /// <summary>Who gave the role by delegation, with the family: nobody has done by another what he may not do himself.</summary>
    public IReadOnlyList<long> Principals { get; init; } = [];

    /// <summary>All accounts of who gave the role by delegation: what he did at another gate keeps his role from this one.</summary>
    public Hands? Giver { get; init; }

    /// <summary>Roles this person, or who gave his role, has given to others: what was done by them was done for the giver.</summary>
    public IReadOnlyList<long> Given { get; init; } = [];

    /// <summary>The kind of office the role is worn at; it follows from how deep the place lies in the tree.</summary>
    public PlaceKind Office => Tree.KindAt(PlacePath);

    /// <summary>This person, or who gave him his role, did an act or had it done.</summary>
    public bool Did(DecisionVisa visa) => (Accounts ?? Hands.Only(AccountId)).Did(visa.AccountId) || Giver?.Did(visa.AccountId) == true || Given.Contains(visa.HatId);

    /// <summary>Spouse or other parent on the staff: their cases are his own, too.</summary>
    public IReadOnlyList<long> Kin { get; init; } = [];

    public async Task<DecisionActor> WithKin(MassarDb db, CancellationToken ct)
    {
        var who = this with { Kin = await Kinship.Of(db, EmployeeId, ct), Accounts = await Hands.Of(db, AccountId, EmployeeId, null, ct) };
        if (DelegatedKinds is not null)
        {
            var hat = HatId;
            var act = await (
                from d in db.Delegations
                where d.HatId == hat
                join a in db.Accounts on d.GiverAccountId equals a.Id
                join f in db.Accounts on d.ForAccountId equals (long?)f.Id into holders
                from f in holders.DefaultIfEmpty()
                select new { d.Number, d.At, d.CauseCode, d.GiverAccountId, a.EmployeeId, d.ForAccountId, ForEmployeeId = f == null ? null : f.EmployeeId }).SingleAsync(ct);
            // Named by a superior he acts in the place of the absent holder: what the holder did counts, the superior's own gate stays the superior's.
            var isInterim = act.CauseCode is Domain.Delegation.Interim or Domain.Delegation.Vacancy;
            who = who with
            {
                Delegation = new DelegationNamed(act.Number!, MoroccanDay.Of(act.At)) { IsInterim = isInterim },
                Principals = [.. await Kinship.WithSelf(db, act.EmployeeId, ct), .. act.ForAccountId is null ? [] : await Kinship.WithSelf(db, act.ForEmployeeId, ct)],
                Giver = !isInterim ? await Hands.Of(db, act.GiverAccountId, act.EmployeeId, null, ct) : act.ForAccountId is { } holder ? await Hands.Of(db, holder, act.ForEmployeeId, null, ct) : null,
            };
        }

        List<long> givers = [.. who.Accounts.Accounts, .. who.Giver?.Accounts ?? []];
        return who with
        {
            Given = await db.Delegations.Where(d => (givers.Contains(d.GiverAccountId) && d.CauseCode != Domain.Delegation.Interim && d.CauseCode != Domain.Delegation.Vacancy) || (d.ForAccountId != null && givers.Contains(d.ForAccountId.Value)))
                .Select(d => d.HatId).ToListAsync(ct),
        };
    }

    /// <summary>The kind is among those the role was given for.</summary>
    public bool MayAct(string kind) => DelegatedKinds is null or WornHat.AllKinds || DelegatedKinds.Split(' ').Contains(kind);

    /// <summary>All accounts of the person, once they were looked for.</summary>
    public Hands? Accounts { get; init; }

    /// <summary>Whom the lists that count as a whole are about: an act on one line is an act on all of them.</summary>
    public IReadOnlyList<(long Batch, long Employee)> Companions { get; init; } = [];

    public async Task<DecisionActor> WithCompanions(MassarDb db, IEnumerable<Decision> decisions, CancellationToken ct)
    {
        var batches = decisions.Select(d => d.BatchId).OfType<long>().Distinct().ToList();
        if ((EmployeeId is null && Principals.Count == 0) || batches.Count == 0)
            return this;
        var found = await (from b in db.DecisionBatches where batches.Contains(b.Id) && b.IsWhole join d in db.Decisions on (long?)b.Id equals d.BatchId select new { b.Id, d.EmployeeId }).ToListAsync(ct);
        return this with { Companions = found.ConvertAll(f => (f.Id, f.EmployeeId)) };
    }

    public bool IsConcernedBy(Decision decision) => IsOwn(decision) || Principals.Contains(decision.EmployeeId) || (decision.RelatedEmployeeId is { } related && Principals.Contains(related))
        || Companions.Any(c => c.Batch == decision.BatchId && Principals.Contains(c.Employee));

    private bool IsOwn(Decision decision) => EmployeeId is { } me
        && (me == decision.EmployeeId || me == decision.RelatedEmployeeId || Kin.Contains(decision.EmployeeId) || Companions.Any(c => c.Batch == decision.BatchId && (c.Employee == me || Kin.Contains(c.Employee))));
}

/// <summary>
/// A decision about one employee on its way through visas to the signature: the situation before, the situation after,
/// and every act of everybody. State, step and turn are kept beside the acts for lists; they follow from them.
/// </summary>
public sealed class Decision : IVersioned, IInPlace, IAboutEmployee
{
    public const int RemarkLength = 500;

    public const int HostLength = 120;

    /// <summary>A signed decision that lay unopened this long is handed over on paper.</summary>
    public const int DaysBeforeHandDelivery = 10;

    public long Id { get; init; }

    public required int ProcedureId { get; init; }

    /// <summary>Code of the nomenclature decision-types.</summary>
    public required string Kind { get; init; }

    public long? BatchId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The run of a movement it carries out, once for each person; null for what is prepared by hand.</summary>
    public long? RunId { get; init; }

    /// <summary>Which of his wishes the run gave.</summary>
    public int? Wish { get; init; }

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

    /// <summary>The grade from then on, and its échelle; null for a decision that changes none.</summary>
    public string? NewGradeCode { get; init; }

    public string? NewEchelle { get; init; }

    public string GradeAfter => NewGradeCode ?? GradeCode;

    public string EchelleAfter => NewEchelle ?? Echelle;

    /// <summary>New situation.</summary>
    public required int NewEchelon { get; init; }

    public required int NewIndex { get; init; }

    public required DateOnly EffectiveOn { get; init; }

    /// <summary>The position (وضعية) from then on.</summary>
    public required string PositionCode { get; init; }

    /// <summary>The position before; null for a decision that changes none.</summary>
    public string? OldPositionCode { get; init; }

    /// <summary>In his stage before the decision, and after it.</summary>
    public bool WasTrainee { get; init; }

    public bool IsTrainee { get; init; }

    /// <summary>Workplaces of a decision that moves somebody, or ends the work somewhere.</summary>
    public int? OldPlaceId { get; init; }

    public int? NewPlaceId { get; init; }

    /// <summary>The last day of what is given for a time: a secondment, an availability, a longer stage.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>Days of pay kept, each a thirtieth; of a deduction, of an exclusion, and of a leave that is not wholly paid.</summary>
    public int? Days { get; init; }

    /// <summary>Those of them for which half the pay is kept; of a leave alone.</summary>
    public int? HalfDays { get; init; }

    /// <summary>The granted leave it draws the pay of.</summary>
    public long? LeaveId { get; init; }

    /// <summary>Where somebody is seconded to.</summary>
    public string? Host { get; init; }

    /// <summary>The function a school is run by (<see cref="SchoolFunctions"/>) that ends with the decision, or that begins with it; of an entrustment and its end alone.</summary>
    public string? OldFunction { get; init; }

    public string? NewFunction { get; init; }

    /// <summary>The school the function is exercised at; the workplace stays what it is.</summary>
    public int? FunctionPlaceId { get; init; }

    /// <summary>Children who count for family allowances before and after; of a decision about the family alone, as the four that follow.</summary>
    public int? OldChildren { get; init; }

    public int? NewChildren { get; init; }

    /// <summary>Family allowance a month, dirhams.</summary>
    public decimal? OldAllowance { get; init; }

    public decimal? NewAllowance { get; init; }

    public MaritalStatus? OldStatus { get; init; }

    public MaritalStatus? NewStatus { get; init; }

    /// <summary>The spouse or other parent who is staff too: it is that person's case as well.</summary>
    public long? RelatedEmployeeId { get; init; }

    /// <summary>Of an advancement in échelon alone, as the two that follow.</summary>
    public Rhythm? Rhythm { get; init; }

    /// <summary>Rating from 0 to 20 that gave the rhythm.</summary>
    public decimal? Rating { get; init; }

    /// <summary>Months the échelon lasts at that rhythm.</summary>
    public int? Months { get; init; }

    /// <summary>Seniority left over (الأقدمية المتبقية), in days.</summary>
    public required int LeftoverDays { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required long CreatedByAccountId { get; init; }

    /// <summary>The signed decision this one takes back (السحب); null for a decision that makes a new situation.</summary>
    public long? WithdrawsId { get; init; }

    /// <summary>Why it is made, or why the other is taken back, by code; law 03-01 wants the reason on the paper.</summary>
    public string? CauseCode { get; init; }

    /// <summary>The reason in words, where the code does not say it all; on the paper, not in the audit trail, from which nothing is ever erased.</summary>
    [Secret] public string? CauseRemark { get; init; }

    public DecisionState State { get; private set; }

    /// <summary>Order of the step it waits at, of several at once the first of their rank; 0 while with the preparer or ended.</summary>
    public int Step { get; private set; }

    /// <summary>Role whose turn it is, or the roles of all gates open at once (<see cref="Turns"/>); null when nobody's.</summary>
    public string? WaitingRole { get; private set; } = Roles.HrManager;

    /// <summary>Since when it waits there, UTC.</summary>
    public DateTime WaitingSince { get; private set; }

    /// <summary>After this day the step is late; of several at once the one that should have acted first.</summary>
    public DateOnly? LateAfter { get; private set; }

    /// <summary>Number and year given at the signature: 12/2026.</summary>
    public string? Number { get; private set; }

    public long? DocumentId { get; private set; }

    public DateTime? SignedAt { get; private set; }

    /// <summary>The date of notice, UTC: when the employee opened it or was handed it, whichever came first.</summary>
    public DateTime? NotifiedAt { get; private set; }

    /// <summary>Since when the office is asked to hand it over; null when that was never needed.</summary>
    public DateTime? HandDeliveryAskedAt { get; private set; }

    /// <summary>The day it was handed over on paper.</summary>
    public DateOnly? HandedOverOn { get; private set; }

    /// <summary>Since when no trace of it stays in the file (dahir 1-58-008, article 75): it is on no list any more; register and sealed paper stay.</summary>
    public DateTime? ErasedAt { get; private set; }

    /// <summary>Why it was returned, refused or withdrawn, by code.</summary>
    public string? ReasonCode { get; private set; }

    public int Version { get; set; }

    public List<DecisionVisa> Visas { get; init; } = [];

    /// <summary>Nobody acts on his own case, and who tries is written down (rules common to all, 6).</summary>
    public static Refusal OwnCase => Refusal.Conflict("decisions.own-case").Next("decisions.own-case-next").Recorded();

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
    /// <remarks>The caller has loaded <see cref="Visas"/> and the actor's kin.</remarks>
    /// <param name="usual">Days each office usually takes; the procedure's own figures when nobody has looked.</param>
    public Refusal? Record(DecisionAct act, DecisionProcedure procedure, DecisionActor who, DateTime at, string? reason = null, string? remark = null, OfficeDays? usual = null)
    {
        if (DecisionFlow.Find(State, act, procedure.IsLastVisa(this)) is not { } move)
            return Refusal.Conflict("decisions.not-now").Next("decisions.not-now-next");
        var open = procedure.OpenAt(this);
        var gate = move.By is DecisionTurn.Visa or DecisionTurn.Signatory ? open.FirstOrDefault(s => s.Role == who.Role) : null;
        if (move.By is not (DecisionTurn.Employee or DecisionTurn.SecondDecision or DecisionTurn.Companion))
        {
            if (who.IsConcernedBy(this))
                return OwnCase;
            var role = move.By is DecisionTurn.Office ? Roles.HrManager : gate?.Role ?? WaitingRole;
            if (who.Role != role || !who.MayAct(Kind) || !PlacePath.StartsWith(who.PlacePath, StringComparison.Ordinal))
                return Refusal.Conflict("decisions.not-your-turn").Next("decisions.not-now-next");
            if (move.By is not DecisionTurn.Office && !DecisionProcedure.IsOfficeOf(gate, this, who))
                return Refusal.Conflict("decisions.not-your-turn").Next("decisions.not-now-next");
            if (move.By is not DecisionTurn.Office && IsSecondGate(who.Did, gate, Step))
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
            Step = gate?.Order ?? Step,
            At = at,
            AccountId = who.AccountId,
            HatId = who.HatId,
            Role = who.Role,
            PlaceId = who.PlaceId,
            NameAr = who.NameAr,
            NameLatin = who.NameLatin,
            Delegation = who.Delegation?.Number,
            IsInterim = who.Delegation?.IsInterim == true,
            ReasonCode = move.NeedsReason ? reason : null,
            Remark = BidiSafe.CleanLinesOrNull(remark),
            WaitedDays = Waiting.Days(WaitingSince, at),
        });
        // The others of the rank stay open, and wait since the same moment.
        IReadOnlyList<ProcedureStep> left = act is DecisionAct.Granted ? [.. open.Where(s => s != gate)] : [];
        State = move.To;
        Step = act switch
        {
            DecisionAct.Sent => 1,
            DecisionAct.Granted => left.Count > 0 ? Step : procedure.RankAt(Step)[^1].Order + 1,
            DecisionAct.Returned or DecisionAct.Refused or DecisionAct.Withdrawn or DecisionAct.Fell => 0,
            _ => Step,
        };
        ReasonCode = move.NeedsReason ? reason : State is DecisionState.InVisa ? null : ReasonCode;
        var next = left.Count > 0 ? left : State is DecisionState.InVisa or DecisionState.ToSign ? procedure.RankAt(Step) : [];
        WaitingRole = next.Count > 0 ? Turns.Of(next.Select(s => s.Role)) : State is DecisionState.Returned ? Roles.HrManager : null;
        WaitingSince = left.Count > 0 ? WaitingSince : at;
        LateAfter = next.Count == 0 ? null : Waiting.LateAfter(WaitingSince, next.Min(s => usual?.At(s) ?? s.UsualDays));
        if (State is DecisionState.Notified)
            NotifiedAt ??= at;
        return null;
    }

    /// <summary>Ten days after the signature nobody has opened it: the office is asked to hand it over. False when that is not so (any more).</summary>
    public bool AskForHandDelivery(DateTime at)
    {
        if (State is not DecisionState.Signed || HandDeliveryAskedAt is not null || SignedAt is not { } signed || at < signed.AddDays(DaysBeforeHandDelivery))
            return false;
        HandDeliveryAskedAt = at;
        return true;
    }

    /// <summary>Records that the paper was handed over on a day; it is the notice unless the employee opened the decision before.</summary>
    /// <remarks>The caller has loaded <see cref="Visas"/> and the actor's kin.</remarks>
    public Refusal? HandOver(DateOnly day, DecisionProcedure procedure, DecisionActor who, DateTime at, string? remark)
    {
        if (HandedOverOn is not null)
            return Refusal.Conflict("decisions.delivery.already");
        if (SignedAt is { } signed && day < MoroccanDay.Of(signed))
            return Refusal.Invalid("Day", "decisions.delivery.before-signature");
        if (day > MoroccanDay.Of(at))
            return Refusal.Invalid("Day", "decisions.delivery.future");

        var opened = NotifiedAt;
        if (Record(DecisionAct.HandedOver, procedure, who, at, remark: remark) is { } refusal)
            return refusal;
        HandedOverOn = day;
        NotifiedAt = opened is { } o && MoroccanDay.Of(o) <= day ? o : day.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);
        return null;
    }

    /// <summary>The signature of a second decision takes this one back: it no longer counts, its paper stays what it was.</summary>
    public Refusal? TakeBack(DecisionProcedure procedure, DecisionActor who, DateTime at) => Record(DecisionAct.Withdrawn, procedure, who, at);

    /// <summary>A proposal to take a signed decision back: from the situation it made to the one before, from the same day.</summary>
    /// <param name="first">The decision taken back; <see cref="Withdrawal"/> has judged that it can be.</param>
    /// <param name="batch">The list it is signed in, where it can only be taken back together with others.</param>
    public static Decision Withdrawing(Decision first, DecisionProcedure procedure, string cause, string? remark, long accountId, DateTime at, long? batch = null) => new Decision
    {
        ProcedureId = procedure.Id,
        Kind = procedure.Kind,
        EmployeeId = first.EmployeeId,
        PlaceId = first.PlaceId,
        PlacePath = first.PlacePath,
        GradeCode = first.GradeAfter,
        Echelle = first.EchelleAfter,
        NewGradeCode = first.NewGradeCode is null ? null : first.GradeCode,
        NewEchelle = first.NewGradeCode is null ? null : first.Echelle,
        OldEchelon = first.NewEchelon,
        OldIndex = first.NewIndex,
        OldFrom = first.EffectiveOn,
        OldLeftoverDays = first.LeftoverDays,
        NewEchelon = first.OldEchelon,
        NewIndex = first.OldIndex,
        EffectiveOn = first.EffectiveOn,
        PositionCode = first.OldPositionCode ?? first.PositionCode,
        OldPositionCode = first.OldPositionCode is null ? null : first.PositionCode,
        WasTrainee = first.IsTrainee,
        IsTrainee = first.WasTrainee,
        OldPlaceId = first.NewPlaceId,
        NewPlaceId = first.OldPlaceId,
        Days = first.Days,
        HalfDays = first.HalfDays,
        LeaveId = first.LeaveId,
        OldFunction = first.NewFunction,
        NewFunction = first.OldFunction,
        FunctionPlaceId = first.FunctionPlaceId,
        OldChildren = first.NewChildren,
        NewChildren = first.OldChildren,
        OldAllowance = first.NewAllowance,
        NewAllowance = first.OldAllowance,
        OldStatus = first.NewStatus,
        NewStatus = first.OldStatus,
        RelatedEmployeeId = first.RelatedEmployeeId,
        Rhythm = first.Rhythm,
        Rating = first.Rating,
        Months = first.Months,
        LeftoverDays = first.OldLeftoverDays,
        CreatedAt = at,
        CreatedByAccountId = accountId,
        WithdrawsId = first.Id,
        BatchId = batch,
        CauseCode = cause,
        CauseRemark = BidiSafe.CleanLinesOrNull(remark),
    }.StartsWaiting(at);

    /// <summary>Takes a sanction out of the file.</summary>
    public void Erase(DateTime at) => ErasedAt = at;

    /// <summary>What the signature gives it; call after <see cref="Record"/> has accepted the act.</summary>
    public void Register(string number, long documentId, DateTime at) => (Number, DocumentId, SignedAt) = (number, documentId, at);

    /// <summary>True when this person already acted at another gate that must not be his too.</summary>
    public bool IsSecondGateFor(Hands hands, DecisionProcedure procedure) => IsSecondGate(v => hands.Did(v.AccountId), procedure.OpenAt(this) is [var first, ..] ? first : null, Step);

    /// <summary>It is as it was read, or another gate of the rank has given its visa since: what this reader judged is the same.</summary>
    /// <remarks>The caller has loaded <see cref="Visas"/>. Each visa is one version, and nothing else changes a decision while it waits at a rank.</remarks>
    public bool IsAsRead(int version, DecisionProcedure procedure)
    {
        if (version == Version)
            return true;
        if (State is not DecisionState.InVisa || version > Version)
            return false;
        var rank = procedure.RankAt(Step).Select(s => s.Order).ToList();
        var given = Visas.OrderBy(v => v.Id).Reverse().TakeWhile(v => v.Act is DecisionAct.Granted && rank.Contains(v.Step)).Count();
        return Version - version <= given;
    }

    private bool IsSecondGate(Func<DecisionVisa, bool> did, ProcedureStep? gate, int step) =>
        gate is not { IsDistinct: false }
        && Visas.Exists(v => did(v) && v.Step != (gate?.Order ?? step) && v.Act is (DecisionAct.Sent or DecisionAct.Granted));
}

public sealed class DecisionConfiguration : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.Property(d => d.Kind).IsCode(60);
        builder.Property(d => d.PlacePath).IsCode(64);
        builder.Property(d => d.GradeCode).IsCode(20);
        builder.Property(d => d.Echelle).IsCode(10);
        builder.Property(d => d.NewGradeCode).IsCode(20);
        builder.Property(d => d.NewEchelle).IsCode(10);
        builder.Ignore(d => d.GradeAfter);
        builder.Ignore(d => d.EchelleAfter);
        builder.Property(d => d.PositionCode).IsCode(40);
        builder.Property(d => d.OldPositionCode).IsCode(40);
        builder.Property(d => d.Host).HasMaxLength(Decision.HostLength);
        builder.Property(d => d.OldFunction).IsCode(30);
        builder.Property(d => d.NewFunction).IsCode(30);
        builder.Property(d => d.WaitingRole).IsCode(100);
        builder.Property(d => d.Number).IsCode(20);
        builder.Property(d => d.ReasonCode).IsCode(40);
        builder.Property(d => d.CauseCode).IsCode(40);
        builder.Property(d => d.CauseRemark).HasMaxLength(Decision.RemarkLength);
        builder.Property(d => d.Rating).HasPrecision(4, 2);
        builder.Property(d => d.OldAllowance).HasPrecision(10, 2);
        builder.Property(d => d.NewAllowance).HasPrecision(10, 2);
        builder.HasMany(d => d.Visas).WithOne().HasForeignKey(v => v.DecisionId);
        builder.HasOne<DecisionProcedure>().WithMany().HasForeignKey(d => d.ProcedureId);
        builder.HasOne<Decision>().WithMany().HasForeignKey(d => d.WithdrawsId);
        builder.HasOne<DecisionBatch>().WithMany().HasForeignKey(d => d.BatchId);
        builder.HasIndex(d => new { d.WaitingRole, d.WaitingSince });
        builder.HasIndex(d => new { d.EmployeeId, d.State });
        builder.HasIndex(d => d.RelatedEmployeeId);
        builder.HasIndex(d => new { d.PlacePath, d.State });
        builder.HasIndex(d => d.DocumentId);
        builder.HasIndex(d => d.LeaveId);
        builder.HasIndex(d => new { d.RunId, d.EmployeeId }).IsUnique();
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

    /// <summary>Number of the act of delegation by which it was done; null for a role of one's own.</summary>
    public string? Delegation { get; init; }

    /// <summary>A superior named the person by that act in place of an absent holder.</summary>
    public bool IsInterim { get; init; }

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
        builder.Property(v => v.Delegation).IsCode(20);
        builder.Property(v => v.ReasonCode).IsCode(40);
        builder.Property(v => v.Remark).HasMaxLength(Decision.RemarkLength);
        builder.HasIndex(v => new { v.DecisionId, v.Id });
        builder.HasIndex(v => new { v.ProcedureId, v.Step, v.At });
        builder.HasIndex(v => new { v.ProcedureId, v.PlaceId, v.At });
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

    public required int LineCount { get; set; }

    /// <summary>Its lines count together or not at all: one signature for all, and none without the others (<see cref="WholeBatch"/>).</summary>
    public bool IsWhole { get; init; }

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
