using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>Another decision about the same employee that still counts or is on its way.</summary>
public sealed record OtherDecision(long Id, DecisionState State, long? WithdrawsId, string? Number, DateTime? SignedAt, int OldEchelon, DateOnly OldFrom, DateOnly EffectiveOn)
{
    /// <summary>It keeps days of pay, or is a sanction that changes no situation: nothing stands on it.</summary>
    public bool IsDeduction { get; init; }

    /// <summary>It is about the family: only another of its sort stands on it.</summary>
    public bool IsFamily { get; init; }

    /// <summary>It gives or ends a function: the same.</summary>
    public bool IsFunction { get; init; }
}

/// <summary>
/// Whether a signed decision can be taken back (سحب القرار). Nothing may stand on it: neither a later decision, nor one on its way,
/// nor a line of the career that begins after it, for each of them was written knowing the situation it made.
/// </summary>
public static class Withdrawal
{
    /// <param name="steps">All career steps of the employee.</param>
    /// <param name="others">His other decisions, ended ones left out; not the withdrawal being signed.</param>
    public static Refusal? Judge(Decision first, IReadOnlyCollection<CareerStep> steps, IReadOnlyCollection<OtherDecision> others, DateOnly today, IReadOnlyCollection<Posting>? postings = null)
    {
        var kind = DecisionKinds.Find(first.Kind);
        if (first.WithdrawsId is not null)
            return Refusal.Conflict("decisions.withdrawal.of-withdrawal").Next("decisions.withdrawal.of-withdrawal-next");
        if (first.State is not (DecisionState.Signed or DecisionState.Notified))
            return Refusal.Conflict("decisions.withdrawal.not-signed");
        if (others.Any(o => o.WithdrawsId == first.Id))
            return Refusal.Conflict("decisions.withdrawal.already");
        if (first.Days is not null || (first.Kind == DisciplinarySanction.KindCode && first.OldIndex == first.NewIndex))
            return null;
        var (isFamily, isFunction) = (first.NewChildren is not null, first.FunctionPlaceId is not null);
        others = [.. others.Where(o => !o.IsDeduction && o.IsFamily == isFamily && o.IsFunction == isFunction)];
        if (isFunction && others.Any(o => o.Number is null && o.WithdrawsId is null))
            return Refusal.Conflict("decisions.withdrawal.waits-on").Next("decisions.withdrawal.waits-on-next");
        if (isFamily && others.Any(o => o.Number is null))
            return Refusal.Conflict("decisions.withdrawal.waits-on").Next("decisions.withdrawal.waits-on-next");
        if (isFamily && others.Where(o => o.Number is not null && o.WithdrawsId is null && o.SignedAt >= first.SignedAt).MaxBy(o => o.SignedAt) is { } newer)
            return Refusal.Conflict("decisions.withdrawal.stands-on", newer.Number!, Formats.ShortDate(MoroccanDay.Of(newer.SignedAt!.Value))).Next("decisions.withdrawal.stands-on-next");
        if (others.Where(o => o.Number is not null && o.WithdrawsId is null && o.EffectiveOn >= first.EffectiveOn && o.SignedAt >= first.SignedAt).MaxBy(o => o.SignedAt) is { } later)
            return Refusal.Conflict("decisions.withdrawal.stands-on", later.Number!, Formats.ShortDate(MoroccanDay.Of(later.SignedAt!.Value))).Next("decisions.withdrawal.stands-on-next");
        if (others.Any(o => o.Number is null && o.WithdrawsId is null && o.OldFrom == first.EffectiveOn && o.OldEchelon == first.NewEchelon))
            return Refusal.Conflict("decisions.withdrawal.waits-on").Next("decisions.withdrawal.waits-on-next");
        var undone = others.Where(o => o.WithdrawsId is not null && o.Number is not null).Select(o => (long?)o.Id).ToHashSet();
        // What it wrote of workplaces must still be what is known of them.
        if (kind is { MovesWork: true } && (postings ?? []).KnownAt(DateTime.MaxValue) is var worked
            && (worked.Any(p => p.DecisionId != first.Id && p.StartsOn > first.EffectiveOn && !(p.EndsOn < p.StartsOn)) || (postings ?? []).Any(p => p.DecisionId == first.Id && !worked.Contains(p))))
            return Refusal.Conflict("decisions.withdrawal.situation-moved").Next("decisions.withdrawal.later-line-next");
        // The function would last again, of somebody who goes before its day.
        if (kind is EntrustmentEnd && steps.KnownAt(DateTime.MaxValue).Where(s => s.PositionCode != DecisionKinds.Activity && s.StartsOn >= first.EffectiveOn).Select(s => (DateOnly?)s.StartsOn).Min() is { } gone)
            return Refusal.Conflict("decisions.withdrawal.later-line", Formats.ShortDate(gone)).Next("decisions.withdrawal.later-line-next");
        if (kind is not null && !kind.Writes(first.CauseCode))
            return null;
        if (LaterLines(first, steps).Where(s => !undone.Contains(s.DecisionId)).Select(s => (DateOnly?)s.StartsOn).Min() is { } line)
            return Refusal.Conflict("decisions.withdrawal.later-line", Formats.ShortDate(line)).Next("decisions.withdrawal.later-line-next");
        if (kind is not null)
            return steps.KnownAt(DateTime.MaxValue).On(first.EffectiveOn)?.DecisionId == first.Id ? null : Refusal.Conflict("decisions.withdrawal.situation-moved").Next("decisions.withdrawal.later-line-next");
        return Situation.On(today > first.EffectiveOn ? today : first.EffectiveOn, steps) is { } now
            && now.GradeCode == first.GradeCode && now.Echelon == first.NewEchelon && now.Index == first.NewIndex && now.Since == first.EffectiveOn
                ? null
                : Refusal.Conflict("decisions.withdrawal.situation-moved").Next("decisions.withdrawal.later-line-next");
    }

    /// <summary>
    /// Lines of the career that begin after it, as they are known now. Once it can be taken back, they are those with which
    /// later decisions were taken back before it, and its own withdrawal writes them anew.
    /// </summary>
    public static IEnumerable<CareerStep> LaterLines(Decision first, IEnumerable<CareerStep> steps) =>
        steps.Where(s => s.StartsOn > first.EffectiveOn).GroupBy(s => s.StartsOn).Select(g => g.MaxBy(s => (s.LearntAt, s.Id))!).OrderBy(s => s.StartsOn);

    /// <summary>Judges with what the database holds; two statements, three for a decision that moved somebody.</summary>
    /// <param name="except">The withdrawal being signed; 0 while it is prepared.</param>
    public static async Task<Refusal?> Judge(MassarDb db, Decision first, long except, DateOnly today, CancellationToken ct)
    {
        var (id, employee) = (first.Id, first.EmployeeId);
        var others = await db.Decisions.Where(d => d.EmployeeId == employee && d.Id != id && d.Id != except && d.State != DecisionState.Refused && d.State != DecisionState.Withdrawn)
            .Select(d => new OtherDecision(d.Id, d.State, d.WithdrawsId, d.Number, d.SignedAt, d.OldEchelon, d.OldFrom, d.EffectiveOn) { IsDeduction = d.Days != null || (d.Kind == DisciplinarySanction.KindCode && d.OldIndex == d.NewIndex), IsFamily = d.NewChildren != null, IsFunction = d.FunctionPlaceId != null }).ToListAsync(ct);
        var steps = await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == employee).ToListAsync(ct);
        var postings = DecisionKinds.Find(first.Kind) is { MovesWork: true } ? await db.Postings.AsNoTracking().Where(p => p.EmployeeId == employee).ToListAsync(ct) : [];
        if (Judge(first, steps, others, today, postings) is { } refusal)
            return refusal;
        // The post was given to somebody else since.
        if (DecisionKinds.Find(first.Kind) is EntrustmentEnd && first.OldFunction is { } function && SchoolFunctions.Find(function) is { IsSingle: true } post)
        {
            var (place, from, lasted) = (first.FunctionPlaceId, first.EffectiveOn, await db.FunctionTerms.Where(t => t.EmployeeId == employee && t.FunctionCode == function && t.StartsOn < first.EffectiveOn).MaxAsync(t => (DateOnly?)t.EndsOn, ct));
            var all = db.FunctionTerms;
            if (await all.Known(all).AnyAsync(t => t.PlaceId == place && t.FunctionCode == function && t.EmployeeId != employee && t.EndsOn >= from && t.StartsOn <= lasted, ct)
                || (post.Role is { } role && await db.Hats.AnyAsync(h => h.PlaceId == place && h.Role == role && h.LentByHatId == null && (h.EndsOn == null || (h.EndsOn >= from && h.EndsOn >= h.StartsOn)) && h.StartsOn <= lasted
                    && h.StartsOn >= from && db.Accounts.Any(a => a.Id == h.AccountId && a.ClosedAt == null && a.EmployeeId != employee), ct)))
                return Refusal.Conflict("decisions.withdrawal.post-filled").Next("decisions.withdrawal.post-filled-next");
        }

        return null;
    }
}
