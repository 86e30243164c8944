using Massar.Features.Decisions.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes.ListMine;

public sealed record Query(int Page) : IQuery<Mine>;

/// <summary>The latest day first.</summary>
public sealed record Mine(int Page, int Pages, DateOnly Today, IReadOnlyList<MyLine> Lines);

public sealed record MyLine(long Id, DateOnly Day, StrikeState State, DateOnly ReplyDueOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    private const int PageSize = 20;

    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        // A proposal is nobody's right yet.
        var (mine, about) = (db.StrikeAbsences.OfEmployee(user), db.Decisions.About(user));
        var pages = Math.Max(1, (await mine.CountAsync(ct) + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var lines = await mine.OrderByDescending(a => a.Day).ThenByDescending(a => a.Id).Skip((page - 1) * PageSize).Take(PageSize).Standing(db)
            .OrderByDescending(s => s.Of.Day).ThenByDescending(s => s.Of.Id)
            .Select(s => new MyLine(s.Of.Id, s.Of.Day, s.State == StrikeState.Proposed && !about.Any(d => d.Id == s.Of.DecisionId) ? StrikeState.Upheld : s.State, s.Of.ReplyDueOn)).ToListAsync(ct);
        return new Mine(page, pages, MoroccanDay.Today(clock), lines);
    }
}
