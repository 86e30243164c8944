using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffMerges.ShowMerge;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Files">Side by side while it is proposed; null once it is settled.</param>
/// <param name="Moved">What went over, by part; of a merge in force or taken back.</param>
/// <param name="Acts">Names of what the reader may do now: decide, refuse where a file went to another office, withdraw, undo.</param>
/// <param name="StayingBehind">Lines taken over from paper that would stay with the vanished file; while it is proposed.</param>
/// <param name="UndoUntil">UTC; null where it cannot be taken back any more.</param>
public sealed record Case(
    long Id, int Version, StaffMergeState State, string Seen, string NameAr, string NameLatin, string KeptPpr, string OtherPpr, long? KeptFile, string Reason, StaffPair? Files, IReadOnlyList<PartMoved> Moved, IReadOnlyList<Act> History, IReadOnlyList<string> Acts, DateTime? UndoUntil, int StayingBehind) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 2;
}

public sealed record PartMoved(MergePart Part, int Rows);

public sealed record Act(string What, string ByAr, string ByLatin, DateTime At, string? Remark);

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk, TimeProvider clock) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var path = user.PlacePath;
        var found = await (
            from m in db.StaffMerges.At(user)
            where m.Id == id
            join kept in db.Employees on m.KeptEmployeeId equals kept.Id
            join other in db.Employees on m.OtherEmployeeId equals other.Id
            select new
            {
                Merge = m,
                Ar = kept.LastNameAr + " " + kept.FirstNameAr,
                Latin = kept.LastNameLatin + " " + kept.FirstNameLatin,
                kept.Ppr,
                Old = other.Ppr,
                IsHere = kept.PlacePath.StartsWith(path),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;
        var merge = found.Merge;
        var pair = merge.State == StaffMergeState.Proposed ? await desk.Pair(merge.KeptEmployeeId, merge.OtherEmployeeId, merge.PlacePath, id, ct) : null;
        // This way round it may have become impossible since.
        if (pair is { Obstacles.Count: 0 }) pair = pair with { Obstacles = [.. pair.Against(merge.KeptEmployeeId)] };
        List<long> accounts = [merge.ProposedByAccountId, merge.DecidedByAccountId ?? 0, merge.UndoneByAccountId ?? 0];
        var names = await db.Accounts.AsNoTracking().Where(a => accounts.Contains(a.Id)).Select(a => new { a.Id, a.NameAr, a.NameLatin }).ToDictionaryAsync(a => a.Id, ct);
        var history = new List<Act> { Of("proposed", merge.ProposedByAccountId, merge.ProposedAt, merge.Reason) };
        if (merge.DecidedByAccountId is { } decided) history.Add(Of(merge.State == StaffMergeState.Undone ? nameof(StaffMergeState.Done) : merge.State.ToString(), decided, merge.DecidedAt!.Value, merge.DecidedReason));
        if (merge.UndoneByAccountId is { } undone) history.Add(Of(nameof(StaffMergeState.Undone), undone, merge.UndoneAt!.Value, merge.UndoneReason));
        var until = merge is { State: StaffMergeState.Done, DecidedAt: { } at } && at.AddDays(await MergeDesk.UndoDays(db, ct)) is var last && last >= clock.GetUtcNow().UtcDateTime ? last : (DateTime?)null;
        var acts = new List<string>();
        var isMine = (await Hands.Of(db, user, ct)).Did(merge.ProposedByAccountId);
        if (merge.State == StaffMergeState.Proposed && user.Has(Permissions.Decide) && !isMine) acts.Add(pair is null ? "refuse" : "decide");
        if (merge.State == StaffMergeState.Proposed && isMine) acts.Add("withdraw");
        if (until is not null && user.Has(Permissions.Decide)) acts.Add("undo");
        var moved = JsonSerializer.Deserialize<List<MovedRows>>(merge.Moved)!.GroupBy(r => desk.PartOf(r)).Where(g => g.Key is not null).Select(g => new PartMoved(g.Key!.Value, g.Sum(r => r.Keys.Count))).OrderBy(p => p.Part).ToList();
        return new Case(id, merge.Version, merge.State, $"{merge.Version}-{pair?.Seen}", found.Ar, found.Latin, found.Ppr, found.Old, found.IsHere ? merge.KeptEmployeeId : null, merge.Reason, pair, moved, history, acts, until, pair?.StayingBehind(merge.KeptEmployeeId) ?? 0);

        Act Of(string what, long account, DateTime when, string? remark) => new(what, names[account].NameAr, names[account].NameLatin, when, remark);
    }
}
