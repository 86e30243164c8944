using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ListMerges;

/// <param name="State">A state by name; "all" for all of them, nothing for those that wait.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, int Page, bool IsWhole) : IQuery<Listed>;

public sealed record Listed(string State, IReadOnlyList<Line> Lines, int Total, int Page) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Id, string KeptCode, string OtherCode, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, DateTime ProposedAt, MergeState State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Listed>
{
    private const int Most = 20_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var cases = db.PupilMerges.VisibleTo(user);
        var state = query.State == "all" ? "all" : Enum.TryParse<MergeState>(query.State, out var one) && Enum.IsDefined(one) ? $"{one}" : nameof(MergeState.Proposed);
        if (state != "all" && Enum.Parse<MergeState>(state) is var wanted)
            cases = cases.Where(m => m.State == wanted);

        var total = query.IsWhole ? 0 : await cases.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Listed.PageSize - 1) / Listed.PageSize));
        var lines = await (
                from m in cases.OrderByDescending(m => m.ProposedAt).ThenByDescending(m => m.Id).Skip((page - 1) * Listed.PageSize).Take(query.IsWhole ? Most : Listed.PageSize)
                join kept in db.Pupils on m.KeptId equals kept.Id
                join other in db.Pupils on m.OtherId equals other.Id
                join place in db.Places on m.PlaceId equals place.Id
                orderby m.ProposedAt descending, m.Id descending
                select new Line(m.Id, kept.MassarCode, other.MassarCode, kept.LastNameAr + " " + kept.FirstNameAr, kept.LastNameLatin + " " + kept.FirstNameLatin, place.NameAr, place.NameFr, m.ProposedAt, m.State))
            .AsNoTracking().ToListAsync(ct);
        // Until two files are one, a school reads no whole code of the other's.
        if (!user.Has(Permissions.DecideMerge))
            lines = lines.ConvertAll(l => l.State == MergeState.Done ? l : l with { KeptCode = MergeSide.Masked(l.KeptCode), OtherCode = MergeSide.Masked(l.OtherCode) });
        return new Listed(state, lines, query.IsWhole ? lines.Count : total, page);
    }
}
