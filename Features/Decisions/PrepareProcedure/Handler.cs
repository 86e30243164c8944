using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.PrepareProcedure;

public sealed record Query(string Kind) : IQuery<Entry>;

/// <summary>The latest edition, from which the next one is written.</summary>
public sealed record Entry(string Kind, string NameAr, string NameFr, int Last, DateOnly LastFrom, DateOnly Tomorrow, IReadOnlyList<ProcedureStep> Steps)
{
    /// <summary>The latest edition switches the kind off: a new one switches it on again.</summary>
    public bool IsOff { get; init; }

    /// <summary>The ministry's list of papers.</summary>
    public IReadOnlyList<PaperChoice> Papers { get; init; } = [];
}

/// <summary>A line of the list of papers, and what the latest edition says of it.</summary>
/// <param name="Need">needed, follow; null where it is not asked for.</param>
public sealed record PaperChoice(string Code, string NameAr, string NameFr, string? Need, int? Months);

/// <summary>A paper as typed.</summary>
/// <param name="Need">needed: before the first visa; follow: before financial control and the signature.</param>
/// <param name="Months">How old a paper that the file has may be; empty however old, 0 for one that is always asked anew.</param>
public sealed record TypedPaper(string? Code, string? Need, string? Months);

/// <summary>A gate as typed.</summary>
public sealed record TypedStep(string? Role, string? Office, string? Days, string? NameAr, string? NameFr)
{
    /// <summary>At the rank of the gate before it: both are open at once.</summary>
    public bool IsBeside { get; init; }
}

/// <param name="Last">Number of the latest edition as it was read.</param>
public sealed record Command(string Kind, int Last, string? StartsOn, TypedStep[] Steps) : ICommand<Prepared>
{
    /// <summary>Switches the kind off from that day; the gates stay those of the latest edition.</summary>
    public bool IsOff { get; init; }

    /// <summary>Null for those of the latest edition.</summary>
    public TypedPaper[]? Papers { get; init; }
}

public sealed record Prepared(string Kind, int Edition);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Prepared>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var kind = query.Kind;
        if (await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps).Include(p => p.Papers).AsSingleQuery().Where(p => p.Kind == kind).OrderByDescending(p => p.Edition).FirstOrDefaultAsync(ct) is not { } last)
            return Refusal.NotFound;
        var names = await db.Nomenclatures.AsNoTracking().Where(n => n.List == ProcedurePaper.List).OrderBy(n => n.Order).ThenBy(n => n.Id).Select(n => new { n.Code, n.NameAr, n.NameFr }).ToListAsync(ct);
        return new Entry(kind, last.NameAr, last.NameFr, last.Edition, last.StartsOn, MoroccanDay.Today(clock).AddDays(1), [.. last.Steps.OrderBy(s => s.Order)])
        {
            IsOff = last.IsOff,
            Papers = names.ConvertAll(n => last.Papers.Find(p => p.Code == n.Code) is { } asked
                ? new PaperChoice(n.Code, n.NameAr, n.NameFr, asked.MayFollow ? Validator.Follow : Validator.Needed, asked.KnownMonths) : new PaperChoice(n.Code, n.NameAr, n.NameFr, null, null)),
        };
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (kind, today, startsOn) = (command.Kind, MoroccanDay.Today(clock), TypedDay.Read(command.StartsOn)!.Value);
        // All are held: of two editions written at once the second is told of the first.
        var all = await db.DecisionProcedures.OrderBy(p => p.Id).ForUpdate().ToListAsync(ct);
        if (all.Where(p => p.Kind == kind).MaxBy(p => p.Edition) is not { } last)
            return Refusal.NotFound;
        if (last.Edition != command.Last)
            return Refusal.Stale;
        if (startsOn <= today)
            return Refusal.Invalid("StartsOn", "decisions.procedure.after-today");
        if (startsOn <= last.StartsOn)
            return Refusal.Invalid("StartsOn", "decisions.procedure.after-last", Formats.ShortDate(last.StartsOn));
        if (command.IsOff)
            return await SwitchOff(last, all[^1].Id + 1, startsOn, ct);
        List<StepDraft> steps = [.. command.Steps.Select(s => new StepDraft(s.Role!, Validator.Office(s)!.Value, Validator.Days(s)!.Value, s.NameAr!, s.NameFr!) { IsBeside = s.IsBeside })];
        if (ProcedureEditions.Judge(steps) is { } wrong)
            return wrong;
        var roles = steps.ConvertAll(s => s.Role);
        var held = await (from h in db.Hats.LiveOn(today) where roles.Contains(h.Role) && h.LentByHatId == null join p in db.Places on h.PlaceId equals p.Id select new { h.Role, p.Kind }).Distinct().ToListAsync(ct);
        if (steps.Find(s => !held.Exists(h => h.Role == s.Role && h.Kind == s.Office)) is { } empty)
            return Refusal.Invalid("Steps", "decisions.procedure.nobody-holds", empty.NameAr);

        var before = last.Id;
        await db.ProcedurePapers.Where(p => p.ProcedureId == before).LoadAsync(ct);
        var papers = command.Papers is not { } typed ? ProcedureEditions.PapersOf(last) : [.. typed.Select(p => new PaperDraft(p.Code!, p.Need == Validator.Follow, Validator.Months(p)))];
        var codes = papers.Select(p => p.Code).ToList();
        if (codes.Count > 0 && await db.Nomenclatures.CountAsync(n => n.List == ProcedurePaper.List && codes.Contains(n.Code), ct) < codes.Count)
            return Refusal.Invalid("Papers", "decisions.procedure.paper-unknown");

        var next = ProcedureEditions.After(last, all[^1].Id + 1, startsOn, steps, papers);
        db.DecisionProcedures.Add(next);
        await db.SaveChangesAsync(ct);
        return new Prepared(kind, next.Edition);
    }

    private async Task<Outcome<Prepared>> SwitchOff(DecisionProcedure last, int id, DateOnly startsOn, CancellationToken ct)
    {
        if (last.IsOff)
            return Refusal.Conflict("decisions.procedure.is-off", Formats.ShortDate(last.StartsOn));
        var procedure = last.Id;
        await db.ProcedureSteps.Where(s => s.ProcedureId == procedure).OrderBy(s => s.Order).LoadAsync(ct);
        await db.ProcedurePapers.Where(p => p.ProcedureId == procedure).LoadAsync(ct);
        var off = ProcedureEditions.After(last, id, startsOn, [.. last.Steps.OrderBy(s => s.Order).Select(s => new StepDraft(s.Role, s.OfficeKind, s.UsualDays, s.NameAr, s.NameFr) { IsBeside = s.IsBeside })], ProcedureEditions.PapersOf(last), isOff: true);
        db.DecisionProcedures.Add(off);
        await db.SaveChangesAsync(ct);
        return new Prepared(off.Kind, off.Edition);
    }
}
