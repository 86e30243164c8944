using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>
/// How one kind of decision is made: whose visas in which order, who signs, which papers it comes with. An edition is never changed once a decision
/// has followed it; a new rule is a new edition, and decisions under way finish under theirs.
/// </summary>
public sealed class DecisionProcedure : IVersioned
{
    /// <summary>قرار الترقية في الرتبة.</summary>
    public const string EchelonAdvancement = "EchelonAdvancement";

    /// <summary>قرار سحب قرار: the second decision that takes a signed one back.</summary>
    public const string Withdrawal = "DecisionWithdrawal";

    public int Id { get; init; }

    /// <summary>Code of the nomenclature decision-types.</summary>
    public required string Kind { get; init; }

    /// <summary>1, 2, 3 … of its kind.</summary>
    public required int Edition { get; init; }

    /// <summary>Decisions prepared from this day follow this edition.</summary>
    public required DateOnly StartsOn { get; init; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>Prefix of the paper's text keys: <c>decisions.paper.echelon</c>.</summary>
    public required string TemplateKey { get; set; }

    /// <summary>Register its numbers come from.</summary>
    public required string RegisterKind { get; init; }

    /// <summary>sure, likely, to-confirm.</summary>
    public required string Confidence { get; set; }

    /// <summary>From its first day no new decision of the kind is prepared; those under way go on. The gates are kept for the edition that switches it on again.</summary>
    public bool IsOff { get; init; }

    public int Version { get; set; }

    public List<ProcedureStep> Steps { get; init; } = [];

    /// <summary>What a decision has to come with; none for most kinds until the ministry names them.</summary>
    public List<ProcedurePaper> Papers { get; init; } = [];

    /// <summary>Visas before the signature.</summary>
    public int VisaCount => Steps.Count(s => !s.IsSignature);

    /// <summary>The step of that order; null beyond the chain.</summary>
    public ProcedureStep? StepAt(int order) => Steps.Find(s => s.Order == order);

    /// <summary>The gates of the rank that order belongs to, in order: those a decision waits at all at once. None beyond the chain.</summary>
    public IReadOnlyList<ProcedureStep> RankAt(int order)
    {
        if (StepAt(order) is null)
            return [];
        while (StepAt(order) is { IsBeside: true })
            order--;
        List<ProcedureStep> rank = [StepAt(order)!];
        while (StepAt(order + rank.Count) is { IsBeside: true } next)
            rank.Add(next);
        return rank;
    }

    /// <summary>The gates a decision waits at now: all of its rank that have not given their visa yet.</summary>
    public IReadOnlyList<ProcedureStep> OpenAt(Decision decision) =>
        decision.State is DecisionState.InVisa or DecisionState.ToSign ? [.. RankAt(decision.Step).Where(s => Turns.Includes(decision.WaitingRole, s.Role))] : [];

    /// <summary>The gates a decision waits at, named in a line; null where it waits at none.</summary>
    public (string Ar, string Fr, int UsualDays)? WhereOf(Decision decision) => OpenAt(decision) is { Count: > 0 } open
        ? (string.Join("، ", open.Select(s => s.NameAr)), string.Join(", ", open.Select(s => s.NameFr)), decision.LateAfter is { } after ? Waiting.UsualDays(decision.WaitingSince, after) : open.Min(s => s.UsualDays))
        : null;

    /// <summary>One more visa and only the signature is missing.</summary>
    public bool IsLastVisa(Decision decision) => OpenAt(decision) is [{ IsSignature: false }] && RankAt(decision.Step)[^1].Order == VisaCount;

    /// <summary>Days the chain usually takes: gates of one rank work at once, so that the slowest of them counts.</summary>
    public int Days(Func<ProcedureStep, int> usual, int after = 0) =>
        Steps.Where(s => !s.IsBeside && s.Order > after).Sum(s => RankAt(s.Order).Max(usual));

    /// <summary>A gate is the turn of the office this person sits in; a decision prepared above that office waits where it was prepared.</summary>
    public static bool IsOfficeOf(ProcedureStep? gate, Decision decision, DecisionActor who) =>
        gate is not { IsBoundToOffice: true } || who.Office == gate.OfficeKind || (who.Office < gate.OfficeKind && who.PlacePath == decision.PlacePath);

    /// <summary>The chain as the ministry describes it today: office, direction, paying authority, then the academy signs.</summary>
    public static DecisionProcedure NewEchelonAdvancement(int id, DateOnly startsOn) => new()
    {
        Id = id,
        Kind = EchelonAdvancement,
        Edition = 1,
        StartsOn = startsOn,
        NameAr = "قرار الترقية في الرتبة",
        NameFr = "Arrêté d'avancement d'échelon",
        TemplateKey = "decisions.paper.echelon",
        RegisterKind = "echelon-decision",
        Confidence = "likely",
        Steps = Chain(id),
    };

    /// <summary>A decision is taken back by the authority that signed it, over the same visas; its number comes from that decision's register, so that a number names one decision.</summary>
    public static DecisionProcedure NewWithdrawal(int id, DateOnly startsOn) => new()
    {
        Id = id,
        Kind = Withdrawal,
        Edition = 1,
        StartsOn = startsOn,
        NameAr = "قرار سحب قرار إداري",
        NameFr = "Arrêté de retrait d'une décision",
        TemplateKey = "decisions.paper.withdrawal",
        RegisterKind = "echelon-decision",
        Confidence = "likely",
        Steps = Chain(id),
    };

    /// <summary>A kind of the catalogue passes the same offices; its numbers come from a register of its own.</summary>
    public static DecisionProcedure Of(DecisionKind kind, int id, DateOnly startsOn) => new()
    {
        Id = id,
        Kind = kind.Code,
        Edition = 1,
        StartsOn = startsOn,
        NameAr = kind.NameAr,
        NameFr = kind.NameFr,
        TemplateKey = kind.Template,
        RegisterKind = kind.Register,
        Confidence = "likely",
        Steps = Chain(id),
    };

    private static List<ProcedureStep> Chain(int id) =>
    [
        new ProcedureStep { Id = id * 100 + 1, ProcedureId = id, Order = 1, Role = "head-of-service", OfficeKind = PlaceKind.Directorate, UsualDays = 3, NameAr = "مصلحة تدبير الموارد البشرية", NameFr = "Service de gestion des ressources humaines" },
        new ProcedureStep { Id = id * 100 + 2, ProcedureId = id, Order = 2, Role = "provincial-director", OfficeKind = PlaceKind.Directorate, UsualDays = 5, NameAr = "المدير الإقليمي", NameFr = "Directeur provincial" },
        new ProcedureStep { Id = id * 100 + 3, ProcedureId = id, Order = 3, Role = "financial-control", OfficeKind = PlaceKind.Academy, UsualDays = 15, NameAr = "المراقبة المالية (الخزينة)", NameFr = "Contrôle financier (Trésorerie)" },
        new ProcedureStep { Id = id * 100 + 4, ProcedureId = id, Order = 4, Role = "signatory", OfficeKind = PlaceKind.Academy, UsualDays = 5, NameAr = "مدير الأكاديمية (التوقيع)", NameFr = "Directeur de l'académie (signature)", IsSignature = true },
    ];
}

/// <summary>One gate of a procedure.</summary>
public sealed class ProcedureStep
{
    public int Id { get; init; }

    public int ProcedureId { get; init; }

    /// <summary>1, 2, 3 …; the signature is last.</summary>
    public required int Order { get; init; }

    /// <summary>Role of <see cref="Massar.Infrastructure.Security.Roles"/> that acts here, held at or above the decision's place.</summary>
    public required string Role { get; init; }

    /// <summary>The office the role usually sits in.</summary>
    public required PlaceKind OfficeKind { get; init; }

    /// <summary>Only that office acts here. Financial control answers to another ministry, which seats it where it likes.</summary>
    public bool IsBoundToOffice => Role != Roles.FinancialControl;

    /// <summary>Nobody may act at two gates marked distinct (rules common to all, 6).</summary>
    public bool IsDistinct { get; init; } = true;

    public bool IsSignature { get; init; }

    /// <summary>It stands at the rank of the gate before it: both are open at once.</summary>
    public bool IsBeside { get; init; }

    /// <summary>Days after which the step counts as late, until the office's own history says what is usual.</summary>
    public required int UsualDays { get; init; }

    public required string NameAr { get; init; }

    public required string NameFr { get; init; }
}

public sealed class DecisionProcedureConfiguration : IEntityTypeConfiguration<DecisionProcedure>
{
    public void Configure(EntityTypeBuilder<DecisionProcedure> builder)
    {
        builder.Property(p => p.Kind).IsCode(60);
        builder.Property(p => p.TemplateKey).IsCode(80);
        builder.Property(p => p.RegisterKind).IsCode(40);
        builder.Property(p => p.Confidence).IsCode(20);
        builder.HasIndex(p => new { p.Kind, p.Edition }).IsUnique();
        builder.HasMany(p => p.Steps).WithOne().HasForeignKey(s => s.ProcedureId);
        builder.HasMany(p => p.Papers).WithOne().HasForeignKey(p => p.ProcedureId);
        builder.Ignore(p => p.VisaCount);
    }
}

public sealed class ProcedureStepConfiguration : IEntityTypeConfiguration<ProcedureStep>
{
    public void Configure(EntityTypeBuilder<ProcedureStep> builder)
    {
        builder.Property(s => s.Role).IsCode(30);
        builder.Ignore(s => s.IsBoundToOffice);
        builder.HasIndex(s => new { s.ProcedureId, s.Order }).IsUnique();
    }
}
