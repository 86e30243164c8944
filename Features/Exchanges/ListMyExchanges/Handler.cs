using Massar.Features.Exchanges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.ListMyExchanges;

public sealed record Query : IQuery<Mine>;

/// <param name="Rules">Every condition, answered; empty for who is no employee.</param>
public sealed record Mine(IReadOnlyList<ExchangeRule> Rules, IReadOnlyList<Line> Lines)
{
    public bool MayExchange => Rules.Count > 0 && Rules.All(r => r.Holds);
}

/// <param name="IsAsked">The reader has not answered.</param>
/// <param name="ToAr">The school the reader would come to.</param>
public sealed record Line(long Id, ExchangeState State, string? EndCode, bool IsAsked, int Parties, string ToAr, string ToFr, DateOnly EffectiveOn, DateOnly AnswerUntil);

public sealed class Handler(MassarDb db, CurrentUser user, ExchangeFiles files, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        var file = (await files.Of([me], 0, ct)).GetValueOrDefault(me);
        var lines = await (
            from e in db.Exchanges.OfParty(user)
            join own in db.ExchangeParties.Where(p => p.EmployeeId == me) on e.Id equals own.ExchangeId
            join to in db.Places on own.ToPlaceId equals to.Id
            orderby e.Id descending
            select new Line(e.Id, e.State, e.EndCode, e.State == ExchangeState.Proposed && own.AcceptedAt == null, e.Parties.Count, to.NameAr, to.NameFr, e.EffectiveOn, e.AnswerUntil)).AsNoTracking().Take(50).ToListAsync(ct);
        return new Mine(file?.Judge(await ExchangeFigures.Current(db, ct), MoroccanDay.Today(clock)) ?? [], lines);
    }
}
