using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Discipline.Domain;

/// <summary>Figures of the year: settings <c>discipline.*</c>.</summary>
public sealed class DisciplineFigures(YearFigures figures)
{
    public static async Task<DisciplineFigures> Current(MassarDb db, CancellationToken ct) => new(await YearFigures.Current(db, "discipline.", ct));

    /// <summary>Days for the person's explanations.</summary>
    public int ReplyDays => figures.Number("reply-days", 10, 1, 120);

    /// <summary>Days for the council's opinion (article 70).</summary>
    public int CouncilDays => figures.Number("council-days", 30, 1, 366);

    /// <summary>Most days of exclusion by one decision.</summary>
    public int ExclusionDays => figures.Number("exclusion-days", 30, 1, 30);

    /// <summary>The council is heard before it (article 66): not before a warning or a blame.</summary>
    public bool WantsCouncil(string sanction) => figures.Number($"council.{sanction}", sanction is Sanction.Warning or Sanction.Blame ? 0 : 1, 0, 1) > 0;

    /// <summary>A sanction may be heavier than the council's opinion.</summary>
    public bool MayExceedCouncil => figures.Number("above-council", 0, 0, 1) > 0;

    /// <summary>Years after which its trace may be erased (article 75).</summary>
    /// <param name="sanction"><see cref="Sanction.None"/> for a case that ended without any.</param>
    public int EraseYears(string sanction) => figures.Number($"erase-years.{sanction}", sanction switch { Sanction.None => 1, Sanction.Warning or Sanction.Blame => 5, _ => 10 }, 0, 60);
}

/// <summary>Who may know of a case: the person, and the office of his directorate that handles it. Nobody handles his own or his family's.</summary>
public static class Scopes
{
    public static IQueryable<DisciplineCase> OfEmployee(this IQueryable<DisciplineCase> cases, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return cases.Where(c => c.EmployeeId == me && c.ErasedAt == null);
    }

    /// <param name="own">Self and family: their cases are not there.</param>
    public static IQueryable<DisciplineCase> Below(this IQueryable<DisciplineCase> cases, CurrentUser user, IReadOnlyList<long> own)
    {
        var path = user.PlacePath;
        return cases.Where(c => c.PlacePath.StartsWith(path) && c.ErasedAt == null && !own.Contains(c.EmployeeId));
    }
}

/// <summary>What the pages of a case have in common.</summary>
public sealed class DisciplineDesk(MassarDb db, CurrentUser user)
{
    public Task<IReadOnlyList<long>> Own(CancellationToken ct) => Kinship.WithSelf(db, user.EmployeeId, ct);

    /// <summary>With its decision; one statement where there is one.</summary>
    public async Task<CaseView> View(DisciplineCase one, DisciplineFigures figures, CancellationToken ct)
    {
        var id = one.DecisionId;
        var sanction = id is null ? null : await SanctionView.Of(db.Decisions.Where(d => d.Id == id)).SingleAsync(ct);
        return CaseView.Of(one) with { Sanction = sanction, ErasableFrom = one.ErasableFrom(figures, sanction) };
    }

    /// <summary>What was refused, given up or taken back leaves the case where it was before. One statement where there is a decision.</summary>
    public async Task Settle(DisciplineCase one, DateTime at, CancellationToken ct)
    {
        if (one.DecisionId is { } former && await db.Decisions.AnyAsync(d => d.Id == former && (d.State == DecisionState.Refused || d.State == DecisionState.Withdrawn), ct))
            one.FallBack(at);
    }

    /// <summary>
    /// Takes what was decided in a case out of the file: its decision, and the sanctions of the person that came to nothing, which no case holds any more.
    /// Refused while the decision is being taken back.
    /// </summary>
    public async Task<Refusal?> Erase(DisciplineCase one, DateTime at, CancellationToken ct)
    {
        var (employee, own, id) = (one.EmployeeId, one.DecisionId ?? 0, one.Id);
        var held = db.DisciplineCases.Where(c => c.EmployeeId == employee && c.Id != id && c.DecisionId != null).Select(c => c.DecisionId);
        var gone = await db.Decisions.Where(d => d.EmployeeId == employee && d.ErasedAt == null && (d.Id == own
            || (d.Kind == DisciplinarySanction.KindCode && (d.State == DecisionState.Refused || d.State == DecisionState.Withdrawn) && !held.Contains(d.Id)))).OrderBy(d => d.Id).ForUpdate().ToListAsync(ct);
        var ids = gone.Select(d => (long?)d.Id).ToList();
        var takingBack = await db.Decisions.Where(d => ids.Contains(d.WithdrawsId)).OrderBy(d => d.Id).ForUpdate().ToListAsync(ct);
        if (takingBack.Exists(d => d.Number is null && d.State is not (DecisionState.Refused or DecisionState.Withdrawn)))
            return DisciplineCase.Changed;
        foreach (var decision in (List<Decision>)[.. gone, .. takingBack])
            decision.Erase(at);
        await Unname(employee, [.. gone.Concat(takingBack).Select(d => d.Id)], ct);
        return null;
    }

    // The lines of the trail stay, the way from the person to them does not: whoever looks for him finds neither the sanction nor that it was erased.
    private async Task Unname(long employee, IReadOnlyList<long> decisions, CancellationToken ct)
    {
        var files = await Hands.FilesOf(db, employee).ToListAsync(ct);
        db.Notes.LeaveOut(files);
        foreach (var decision in decisions)
        {
            var (itself, after, last) = ($"\"what\":\"{nameof(Decision)}\",\"key\":\"{decision}\"", $"\"DecisionId\":{decision},", $"\"DecisionId\":{decision}}}");
            await db.AuditSubjects.Where(s => files.Contains(s.EmployeeId)
                && db.AuditEntries.Any(e => e.Id == s.EntryId && (e.Changes.Contains(itself) || e.Changes.Contains(after) || e.Changes.Contains(last)))).ExecuteDeleteAsync(ct);
        }
    }
}

/// <summary>The decision of a case, as far as its pages show it.</summary>
/// <param name="Code">Of <see cref="Sanction"/>.</param>
public sealed record SanctionView(long Decision, string Code, DecisionState State, string? Number, DateOnly EffectiveOn, int? Days, DateTime? SignedAt)
{
    public static IQueryable<SanctionView> Of(IQueryable<Decision> decisions) => decisions.Select(d => new SanctionView(d.Id, d.CauseCode!, d.State, d.Number, d.EffectiveOn, d.Days, d.SignedAt));
}
