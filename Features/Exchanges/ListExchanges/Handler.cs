using Massar.Features.Employees.Domain;
using Massar.Features.Exchanges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.ListExchanges;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Words, int Page, bool IsWhole) : IQuery<Board>;

/// <param name="Turn">Those that wait for the reader's office.</param>
/// <param name="AtOffices">Those that wait for any office.</param>
/// <param name="UnderWay">Those whose decisions are on their way, or whose people are awaited.</param>
public sealed record Board(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, int Turn, int AtOffices, int UnderWay, int Installed) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Sum(l => l.Parties.Count);
}

/// <param name="IsTurn">Waits for the reader's office.</param>
/// <param name="IsLate">It has waited longer than an office usually takes.</param>
public sealed record Line(long Id, ExchangeState State, string? EndCode, DateOnly EffectiveOn, bool IsTurn, bool IsLate, IReadOnlyList<PartyLine> Parties);

/// <param name="Ppr">Of those who work below the reader alone.</param>
public sealed record PartyLine(long Exchange, string? Ppr, string NameAr, string NameLatin, string FromAr, string FromFr, string ToAr, string ToFr, DateOnly? AcceptedOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 5_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var (place, path, below, now) = (user.PlaceId, user.PlacePath, db.Exchanges.Below(user), clock.GetUtcNow().UtcDateTime);
        var counts = await db.Places.Where(p => p.Id == place).Select(p => new
        {
            Turn = below.Count(e => e.State == ExchangeState.AtOffices && e.TurnPlaceId == place),
            AtOffices = below.Count(e => e.State == ExchangeState.AtOffices),
            UnderWay = below.Count(e => e.State == ExchangeState.InDecision || e.State == ExchangeState.Signed),
            Installed = below.Count(e => e.State == ExchangeState.Installed),
        }).SingleAsync(ct);
        var rows = query.State switch
        {
            "all" => below,
            "turn" => below.Where(e => e.State == ExchangeState.AtOffices && e.TurnPlaceId == place),
            _ when Enum.TryParse<ExchangeState>(query.State, out var one) && Enum.IsDefined(one) => below.Where(e => e.State == one),
            _ => below.Where(e => e.State == ExchangeState.AtOffices || e.State == ExchangeState.InDecision || e.State == ExchangeState.Signed),
        };
        var words = BidiSafe.Clean(query.Words);
        if (words.Length > 0)
        {
            var isNumber = Employee.IsPpr(words);
            var people = isNumber ? db.Employees.Where(e => e.Ppr == words) : db.Employees.NamedLike(e => e.SearchKey, words);
            rows = rows.Where(e => e.Parties.Any(p => (!isNumber || p.FromPath.StartsWith(path)) && people.Any(x => x.Id == p.EmployeeId)));
        }

        var total = query.IsWhole ? 0 : await rows.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var days = (await ExchangeFigures.Current(db, ct)).OfficeDays;
        var found = await rows.OrderBy(e => e.State == ExchangeState.AtOffices && e.TurnPlaceId == place ? 0 : 1).ThenBy(e => e.State).ThenByDescending(e => e.Id).Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize)
            .Select(e => new { e.Id, e.State, e.EndCode, e.EffectiveOn, e.TurnPlaceId, e.AcceptedAt }).AsNoTracking().ToListAsync(ct);
        var ids = found.ConvertAll(e => e.Id);
        var parties = (await (
            from p in db.ExchangeParties
            where ids.Contains(p.ExchangeId)
            join e in db.Employees on p.EmployeeId equals e.Id
            join f in db.Places on p.FromPlaceId equals f.Id
            join t in db.Places on p.ToPlaceId equals t.Id
            orderby p.ExchangeId, p.Order
            select new { p.ExchangeId, Ppr = p.FromPath.StartsWith(path) ? e.Ppr : null, Ar = e.LastNameAr + " " + e.FirstNameAr, Latin = e.LastNameLatin + " " + e.FirstNameLatin, FromAr = f.NameAr, FromFr = f.NameFr, ToAr = t.NameAr, ToFr = t.NameFr, p.AcceptedAt }).AsNoTracking().ToListAsync(ct))
            .ToLookup(p => p.ExchangeId, p => new PartyLine(p.ExchangeId, p.Ppr, p.Ar, p.Latin, p.FromAr, p.FromFr, p.ToAr, p.ToFr, p.AcceptedAt is { } at ? MoroccanDay.Of(at) : null));
        var lines = found.ConvertAll(e => new Line(
            e.Id, e.State, e.EndCode, e.EffectiveOn, e.State is ExchangeState.AtOffices && e.TurnPlaceId == place, e.State is ExchangeState.AtOffices && e.AcceptedAt < now.AddDays(-days), [.. parties[e.Id]]));
        return new Board(query, lines, query.IsWhole ? lines.Count : total, page, counts.Turn, counts.AtOffices, counts.UnderWay, counts.Installed);
    }
}
