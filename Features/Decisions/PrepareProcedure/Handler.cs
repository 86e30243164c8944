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
}

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
}

public sealed record Prepared(string Kind, int Edition);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Prepared>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var kind = query.Kind;
        return await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps).AsSingleQuery().Where(p => p.Kind == kind).OrderByDescending(p => p.Edition).FirstOrDefaultAsync(ct) is { } last
            ? new Entry(kind, last.NameAr, last.NameFr, last.Edition, last.StartsOn, MoroccanDay.Today(clock).AddDays(1), [.. last.Steps.OrderBy(s => s.Order)]) { IsOff = last.IsOff }
            : Refusal.NotFound;
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

        var next = ProcedureEditions.After(last, all[^1].Id + 1, startsOn, steps);
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
        var off = ProcedureEditions.After(last, id, startsOn, [.. last.Steps.OrderBy(s => s.Order).Select(s => new StepDraft(s.Role, s.OfficeKind, s.UsualDays, s.NameAr, s.NameFr) { IsBeside = s.IsBeside })], isOff: true);
        db.DecisionProcedures.Add(off);
        await db.SaveChangesAsync(ct);
        return new Prepared(off.Kind, off.Edition);
    }
}
