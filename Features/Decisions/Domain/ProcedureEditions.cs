using Massar.Features.Accounts.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.Domain;

/// <summary>One gate of an edition that is being prepared.</summary>
/// <param name="Office">The office the role sits in.</param>
/// <param name="Days">Usual days, 1 to <see cref="ProcedureEditions.MostDays"/>.</param>
public sealed record StepDraft(string Role, PlaceKind Office, int Days, string NameAr, string NameFr)
{
    /// <summary>At the rank of the gate before it.</summary>
    public bool IsBeside { get; init; }
}

/// <summary>One paper of an edition that is being prepared.</summary>
/// <param name="Months">How old a paper of the file may be; null however old, 0 for one that is always asked anew.</param>
public sealed record PaperDraft(string Code, bool MayFollow, int? Months);

/// <summary>How a gate differs from the edition before.</summary>
public enum StepChange
{
    Same = 0,
    Added = 1,
    Removed = 2,

    /// <summary>It stands elsewhere in the chain.</summary>
    Moved = 3,

    /// <summary>Office, usual days, name or rank differ.</summary>
    Changed = 4,
}

/// <param name="Was">The gate as it was; null for a new one.</param>
/// <param name="Is">As it is; null for one taken out.</param>
public sealed record StepDifference(StepChange Change, ProcedureStep? Was, ProcedureStep? Is);

/// <summary>The rules of new editions of a procedure: the ministry writes the next one, and what decisions have followed stays as it is.</summary>
public static class ProcedureEditions
{
    public const int MostSteps = 6;

    public const int MostDays = 90;

    public const int NameLength = 120;

    /// <summary>Roles that may stand at a gate: those with a visa, and the signature, which is last.</summary>
    public static readonly IReadOnlyList<string> RolesOfGates = [.. Roles.All.Where(r => Roles.PermissionsOf(r).Contains(Permissions.Visa) || Signs(r)).Order(StringComparer.Ordinal)];

    public static readonly IReadOnlyList<PlaceKind> OfficesOfGates = [PlaceKind.Directorate, PlaceKind.Academy, PlaceKind.Ministry];

    public static bool Signs(string role) => Roles.PermissionsOf(role).Contains(Permissions.Sign);

    /// <summary>Why a chain of gates cannot be followed; null when it can.</summary>
    public static Refusal? Judge(IReadOnlyList<StepDraft> steps)
    {
        if (steps.Count == 0 || !Signs(steps[^1].Role) || steps.Count(s => Signs(s.Role)) != 1)
            return Refusal.Invalid("Steps", "decisions.procedure.signature-last");
        if (steps.Count < 2)
            return Refusal.Invalid("Steps", "decisions.procedure.no-visa");
        if (steps[0].IsBeside || steps[^1].IsBeside)
            return Refusal.Invalid("Steps", "decisions.procedure.beside-nothing");
        if (steps.Count > MostSteps)
            return Refusal.Invalid("Steps", "decisions.procedure.too-many", MostSteps);
        if (steps.GroupBy(s => s.Role, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return Refusal.Invalid("Steps", "decisions.procedure.role-twice", twice.First().NameAr);
        if (steps.FirstOrDefault(s => !OfficesOfGates.Contains(s.Office) || !Hat.FitsAt(s.Role, s.Office)) is { } wrong)
            return Refusal.Invalid("Steps", "decisions.procedure.not-there", wrong.NameAr);
        return null;
    }

    /// <summary>The edition after the last one.</summary>
    /// <param name="id">Its number in the table of procedures.</param>
    /// <param name="isOff">No new decision from its first day on.</param>
    public static DecisionProcedure After(DecisionProcedure last, int id, DateOnly startsOn, IReadOnlyList<StepDraft> steps, IReadOnlyList<PaperDraft> papers, bool isOff = false) => new()
    {
        Id = id,
        Kind = last.Kind,
        Edition = last.Edition + 1,
        StartsOn = startsOn,
        NameAr = last.NameAr,
        NameFr = last.NameFr,
        TemplateKey = last.TemplateKey,
        RegisterKind = last.RegisterKind,
        Confidence = "sure",
        IsOff = isOff,
        Papers = [.. papers.Select(p => new ProcedurePaper { ProcedureId = id, Code = p.Code, MayFollow = p.MayFollow, KnownMonths = ProcedurePaper.OfOneAct.Contains(p.Code) ? 0 : p.Months })],
        Steps = [.. steps.Select((s, i) => new ProcedureStep
        {
            Id = id * 100 + i + 1,
            ProcedureId = id,
            Order = i + 1,
            Role = s.Role,
            OfficeKind = s.Office,
            UsualDays = s.Days,
            NameAr = BidiSafe.Clean(s.NameAr),
            NameFr = BidiSafe.Clean(s.NameFr),
            IsSignature = i == steps.Count - 1,
            IsBeside = s.IsBeside,
        })],
    };

    /// <summary>The papers of an edition, to be written into the next one.</summary>
    public static IReadOnlyList<PaperDraft> PapersOf(DecisionProcedure procedure) => [.. procedure.Papers.Select(p => new PaperDraft(p.Code, p.MayFollow, p.KnownMonths))];

    /// <summary>Gate by gate, in the order of the later edition, those taken out last.</summary>
    /// <param name="before">Null for the first edition: every gate is the same.</param>
    public static IReadOnlyList<StepDifference> Between(DecisionProcedure? before, DecisionProcedure after)
    {
        var steps = after.Steps.OrderBy(s => s.Order).ToList();
        if (before is null)
            return steps.ConvertAll(s => new StepDifference(StepChange.Same, null, s));
        return
        [
            .. steps.Select(s => before.Steps.Find(b => b.Role == s.Role) is not { } was ? new StepDifference(StepChange.Added, null, s)
                : new StepDifference(was.Order != s.Order ? StepChange.Moved : (was.OfficeKind, was.UsualDays, was.NameAr, was.NameFr, was.IsBeside) != (s.OfficeKind, s.UsualDays, s.NameAr, s.NameFr, s.IsBeside) ? StepChange.Changed : StepChange.Same, was, s)),
            .. before.Steps.OrderBy(b => b.Order).Where(b => !steps.Exists(s => s.Role == b.Role)).Select(b => new StepDifference(StepChange.Removed, b, null)),
        ];
    }
}
