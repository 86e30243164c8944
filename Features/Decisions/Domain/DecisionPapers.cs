using Massar.Features.Families.Domain;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>A paper that an edition of a procedure asks for; it is never changed once a decision has followed the edition.</summary>
public sealed class ProcedurePaper
{
    /// <summary>The ministry's list of papers.</summary>
    public const string List = "decision-papers";

    public const int CodeLength = 30;

    /// <summary>An older paper of the file counts for so many months at most, where the edition says how long.</summary>
    public const int MostMonths = 240;

    /// <summary>Papers that are about one act, not about the person: those of an earlier procedure say nothing of a new one, and each is asked anew.</summary>
    public static readonly IReadOnlyList<string> OfOneAct = ["REQUEST", "HEAD_OPINION", "COUNCIL_OPINION", "HEALTH_OPINION", "TENURE_REPORT", "HOST_AGREEMENT"];

    public int ProcedureId { get; init; }

    /// <summary>Of the list <see cref="List"/>.</summary>
    public required string Code { get; init; }

    /// <summary>The decision may be sent for visa without it; financial control and the signature wait for it.</summary>
    public bool MayFollow { get; init; }

    /// <summary>So many months old a paper the file has already may be; null however old, 0 for one that is always asked anew.</summary>
    public int? KnownMonths { get; init; }
}

public sealed class ProcedurePaperConfiguration : IEntityTypeConfiguration<ProcedurePaper>
{
    public void Configure(EntityTypeBuilder<ProcedurePaper> builder)
    {
        builder.HasKey(p => new { p.ProcedureId, p.Code });
        builder.Property(p => p.Code).IsCode(ProcedurePaper.CodeLength);
    }
}

/// <summary>
/// A paper handed in for a decision, or known from the file and kept with it when it was sent, with the day it was first handed in; a later one of the same code
/// takes its place, none is ever changed.
/// </summary>
public sealed class DecisionPaper : IInPlace, IAboutEmployee
{
    /// <summary>Of one code of one decision.</summary>
    public const int Most = 5;

    public long Id { get; init; }

    public required long DecisionId { get; init; }

    /// <summary>Repeated from the decision: what was handed in once is not asked for again.</summary>
    public required long EmployeeId { get; init; }

    public required int PlaceId { get; init; }

    public required string Code { get; init; }

    public required long FileId { get; init; }

    public required DateTime At { get; init; }

    public required long AccountId { get; init; }
}

public sealed class DecisionPaperConfiguration : IEntityTypeConfiguration<DecisionPaper>
{
    public void Configure(EntityTypeBuilder<DecisionPaper> builder)
    {
        builder.Property(p => p.Code).IsCode(ProcedurePaper.CodeLength);
        builder.HasOne<Decision>().WithMany().HasForeignKey(p => p.DecisionId);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.FileId);
        builder.HasIndex(p => new { p.DecisionId, p.Code });
        builder.HasIndex(p => new { p.EmployeeId, p.Code });
    }
}

/// <summary>Somebody opened a paper of a decision: a line of the trail that the employee concerned reads.</summary>
public sealed class DecisionPaperLook : IInPlace, IAboutEmployee
{
    public long Id { get; init; }

    public required long DecisionId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Where the role was worn.</summary>
    public required int PlaceId { get; init; }

    public required string Code { get; init; }

    public required string Role { get; init; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }
}

public sealed class DecisionPaperLookConfiguration : IEntityTypeConfiguration<DecisionPaperLook>
{
    public void Configure(EntityTypeBuilder<DecisionPaperLook> builder)
    {
        builder.Property(l => l.Code).IsCode(ProcedurePaper.CodeLength);
        builder.Property(l => l.Role).IsCode(30);
        builder.HasIndex(l => new { l.DecisionId, l.At });
    }
}

/// <summary>How a paper that an edition asks for stands.</summary>
public enum PaperState
{
    /// <summary>Handed in for this decision.</summary>
    There = 0,

    /// <summary>The file has it already, so that nobody is asked for it (SEL-1).</summary>
    Known = 1,

    Missing = 2,
}

/// <summary>A paper of a decision as its pages show it.</summary>
/// <param name="Source">Where the file has it from: decision, family, leave; null for what was handed in here, or is missing.</param>
/// <param name="Number">Of the earlier decision.</param>
/// <param name="At">When it was handed in.</param>
public sealed record PaperLine(string Code, string NameAr, string NameFr, bool MayFollow, PaperState State, string? Source, string? Number, DateTime? At)
{
    /// <summary>Its file; never part of an answer.</summary>
    internal long? File { get; init; }

    /// <summary>It is with the decision, not only in the file.</summary>
    internal bool IsKept { get; init; }
}

/// <summary>Says which papers of decisions are there, known from the file, or missing. A decision whose edition asks for none costs no statement.</summary>
public sealed class PaperDesk(MassarDb db)
{
    /// <summary>The certificate of a leave, which the leave has.</summary>
    public const string OfLeave = "LEAVE_PAPER";

    /// <summary>In the order of the ministry's list.</summary>
    public async Task<IReadOnlyList<PaperLine>> Of(Decision decision, DecisionProcedure procedure, CancellationToken ct) =>
        (await Of([(decision, procedure)], ct)).GetValueOrDefault(decision.Id) ?? [];

    /// <summary>Those of several decisions; four statements whatever their number, one more where a leave is among them.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<PaperLine>>> Of(IEnumerable<(Decision Decision, DecisionProcedure Procedure)> decisions, CancellationToken ct)
    {
        var asking = decisions.Where(d => d.Procedure.Papers.Count > 0).ToList();
        var all = new Dictionary<long, IReadOnlyList<PaperLine>>();
        if (asking.Count == 0)
            return all;

        var people = asking.Select(d => d.Decision.EmployeeId).Distinct().ToList();
        var codes = asking.SelectMany(d => d.Procedure.Papers).Select(p => p.Code).Distinct().ToList();
        var names = (await db.Nomenclatures.AsNoTracking().Where(n => n.List == ProcedurePaper.List && codes.Contains(n.Code)).Select(n => new { n.Code, n.NameAr, n.NameFr, n.Order }).ToListAsync(ct)).ToDictionary(n => n.Code);
        // What an earlier decision was signed on is in the file; what one that was refused or erased came with is not.
        var handed = await (
            from p in db.DecisionPapers
            where people.Contains(p.EmployeeId) && codes.Contains(p.Code)
            join d in db.Decisions on p.DecisionId equals d.Id
            orderby p.At descending, p.Id descending
            select new { p.DecisionId, p.EmployeeId, p.Code, p.FileId, p.At, d.Number, Counts = d.ErasedAt == null && (d.State == DecisionState.Signed || d.State == DecisionState.Notified) }).ToListAsync(ct);
        var families = await (
            from p in db.FamilyPapers
            where p.FileId != null && codes.Contains(p.Code)
            join e in db.FamilyEvents on p.EventId equals e.Id
            where people.Contains(e.EmployeeId) && (e.State == FamilyState.Entered || e.State == FamilyState.Decided)
            orderby p.Id descending
            select new { e.EmployeeId, p.Code, FileId = p.FileId!.Value, p.At }).ToListAsync(ct);
        var leaves = codes.Contains(OfLeave) ? asking.Select(d => d.Decision.LeaveId).OfType<long>().Distinct().ToList() : [];
        var certificates = leaves.Count == 0 ? [] : await db.Leaves.Where(l => leaves.Contains(l.Id) && l.PaperId != null).Select(l => new { l.Id, FileId = l.PaperId!.Value, l.AskedAt }).ToDictionaryAsync(l => l.Id, ct);

        foreach (var (decision, procedure) in asking)
            all[decision.Id] = [.. procedure.Papers.OrderBy(p => names.GetValueOrDefault(p.Code)?.Order ?? int.MaxValue).ThenBy(p => p.Code, StringComparer.Ordinal).Select(p => Line(decision, p))];
        return all;

        PaperLine Line(Decision decision, ProcedurePaper paper)
        {
            var missing = new PaperLine(paper.Code, names.GetValueOrDefault(paper.Code)?.NameAr ?? paper.Code, names.GetValueOrDefault(paper.Code)?.NameFr ?? paper.Code, paper.MayFollow, PaperState.Missing, null, null, null);
            if (handed.Find(p => p.DecisionId == decision.Id && p.Code == paper.Code) is { } own)
            {
                // The file of what was known when it was sent says where it came from.
                var kept = missing with { At = own.At, File = own.FileId, IsKept = true };
                if (paper.Code == OfLeave && decision.LeaveId is { } drawn && certificates.TryGetValue(drawn, out var drawnOn) && drawnOn.FileId == own.FileId)
                    return kept with { State = PaperState.Known, Source = "leave" };
                if (families.Exists(p => p.FileId == own.FileId))
                    return kept with { State = PaperState.Known, Source = "family" };
                return handed.FindLast(p => p.FileId == own.FileId) is { } source && source.DecisionId != decision.Id
                    ? kept with { State = PaperState.Known, Source = "decision", Number = source.Number } : kept with { State = PaperState.There };
            }

            // Once it is sent the gates read what it was sent with: what comes into the file or leaves it meanwhile changes nothing.
            if (paper.KnownMonths == 0 || ProcedurePaper.OfOneAct.Contains(paper.Code) || decision.State is not (DecisionState.Draft or DecisionState.Returned))
                return missing;
            // As it stood when the decision was prepared: a paper does not grow too old on its way through the visas.
            var since = paper.KnownMonths is { } months ? decision.CreatedAt.AddMonths(-months) : DateTime.MinValue;
            if (paper.Code == OfLeave && decision.LeaveId is { } leave && certificates.TryGetValue(leave, out var certificate))
                return missing with { State = PaperState.Known, Source = "leave", At = certificate.AskedAt, File = certificate.FileId };
            if (handed.Find(p => p.DecisionId != decision.Id && p.EmployeeId == decision.EmployeeId && p.Code == paper.Code && p.Counts && p.At >= since) is { } earlier)
                return missing with { State = PaperState.Known, Source = "decision", Number = earlier.Number, At = earlier.At, File = earlier.FileId };
            if (families.Find(p => p.EmployeeId == decision.EmployeeId && p.Code == paper.Code && p.At >= since) is { } family)
                return missing with { State = PaperState.Known, Source = "family", At = family.At, File = family.FileId };
            return missing;
        }
    }

    /// <summary>Keeps with a decision that is sent what the file has: the gates and the signature read these lines from then on.</summary>
    public void Keep(Decision decision, IReadOnlyList<PaperLine> papers, long account) =>
        db.DecisionPapers.AddRange(papers.Where(p => p is { State: PaperState.Known, IsKept: false, File: not null, At: not null })
            .Select(p => new DecisionPaper { DecisionId = decision.Id, EmployeeId = decision.EmployeeId, PlaceId = decision.PlaceId, Code = p.Code, FileId = p.File!.Value, At = p.At!.Value, AccountId = account }));

    /// <summary>Why an act cannot be done for want of papers: sent without one that may not follow, or passed by financial control or signed without any of them.</summary>
    public static Refusal? Against(IReadOnlyList<PaperLine> papers, DecisionAct act, string role)
    {
        var isWhole = act is DecisionAct.Signed || (act is DecisionAct.Granted && role == Roles.FinancialControl);
        if (!isWhole && act is not DecisionAct.Sent)
            return null;
        var missing = papers.Where(p => p.State is PaperState.Missing && (isWhole || !p.MayFollow)).ToList();
        return missing.Count == 0 ? null
            : Refusal.Conflict(isWhole ? "decisions.papers.not-come" : "decisions.papers.missing", string.Join("، ", missing.Select(p => p.NameAr)), string.Join(", ", missing.Select(p => p.NameFr))).Next(isWhole ? "decisions.papers.not-come-next" : "decisions.papers.missing-next");
    }

    /// <summary>The decision lies before this person: with the preparer as a draft, or at a gate of his that is open. Nobody else opens its papers.</summary>
    public static bool IsBefore(Decision decision, DecisionProcedure procedure, DecisionActor who) =>
        Turns.Includes(decision.WaitingRole, who.Role) && who.MayAct(decision.Kind) && DecisionProcedure.IsOfficeOf(procedure.OpenAt(decision).FirstOrDefault(s => s.Role == who.Role), decision, who);
}
