using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ShowMerge;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Acts">What the person may do now: decide, undo, withdraw, file.</param>
public sealed record Case(
    long Id, int Version, MergeState State, FilePair Files, long KeptId, string PlaceAr, string PlaceFr, string? OfficeAr, string? OfficeFr, ProofKind Proof, string ProofReference, DateOnly ProofOn, string Reason,
    IReadOnlyList<CaseStep> Steps, IReadOnlyList<string> Acts) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 2;
}

/// <param name="What">proposed, Done, Refused, Withdrawn or Undone.</param>
public sealed record CaseStep(string What, string? ByAr, string? ByLatin, DateTime At, string? Remark);

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var found = await (
            from m in db.PupilMerges.VisibleTo(user)
            where m.Id == id
            join place in db.Places on m.PlaceId equals place.Id
            join o in db.Places on m.OfficeId equals (int?)o.Id into offices
            from o in offices.DefaultIfEmpty()
            join p in db.Accounts on m.ProposedByAccountId equals p.Id into proposers
            from p in proposers.DefaultIfEmpty()
            join d in db.Accounts on m.DecidedByAccountId equals (long?)d.Id into deciders
            from d in deciders.DefaultIfEmpty()
            join u in db.Accounts on m.UndoneByAccountId equals (long?)u.Id into undoers
            from u in undoers.DefaultIfEmpty()
            select new
            {
                Merge = m,
                place.NameAr,
                place.NameFr,
                OfficeAr = o.NameAr,
                OfficeFr = o.NameFr,
                ProposedAr = p.NameAr,
                ProposedLatin = p.NameLatin,
                DecidedAr = d.NameAr,
                DecidedLatin = d.NameLatin,
                UndoneAr = u.NameAr,
                UndoneLatin = u.NameLatin,
                IsMine = db.PupilMerges.DecidedBy(user).Any(x => x.Id == id),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;

        var merge = found.Merge;
        List<CaseStep> steps = [new("proposed", found.ProposedAr, found.ProposedLatin, merge.ProposedAt, merge.Reason)];
        if (merge.DecidedAt is { } decided)
            steps.Add(new(merge.State == MergeState.Undone ? nameof(MergeState.Done) : $"{merge.State}", found.DecidedAr, found.DecidedLatin, decided, merge.DecidedReason));
        if (merge.UndoneAt is { } undone)
            steps.Add(new(nameof(MergeState.Undone), found.UndoneAr, found.UndoneLatin, undone, merge.UndoneReason));

        // Until two files are one, each school sees of the other's only what is the same.
        var (kept, other) = (merge.KeptId, merge.OtherId);
        var files = await desk.Pair(kept, other, id, ct);
        if (merge.State != MergeState.Done && !user.Has(Permissions.DecideMerge))
            files = files.SeenWith(await db.Pupils.Where(p => p.Id == kept || p.Id == other).FiledBelow(user, db).Select(p => p.Id).ToListAsync(ct));

        List<string> acts = [];
        if (merge.State == MergeState.Proposed && found.IsMine)
            acts.Add("decide");
        if (merge.State == MergeState.Proposed && merge.PlaceId == user.PlaceId)
            acts.Add("withdraw");
        if (merge.State == MergeState.Done && found.IsMine)
            acts.Add("undo");
        if (merge.State == MergeState.Done && user.Has(Permissions.View))
            acts.Add("file");
        return new Case(
            id, merge.Version, merge.State, files, kept, found.NameAr, found.NameFr, found.OfficeAr, found.OfficeFr, merge.Proof, merge.ProofReference, merge.ProofOn, merge.Reason,
            steps, acts);
    }
}
