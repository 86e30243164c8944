using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.PreparePromotions;

public sealed record Query : IQuery<Tables>;

/// <summary>The lists of the office, the latest first.</summary>
public sealed record Tables(int Year, IReadOnlyList<TableLine> Lines);

public sealed record TableLine(long Id, int Year, PromotionWay Way, PromotionState State, int Eligible, int On, int Others, string PlaceAr, string PlaceFr, DateTime ChangedAt);

/// <param name="Year">Conditions are looked at on its 31 December.</param>
public sealed record Command(string? Year) : ICommand<Prepared>;

public sealed record Prepared(long Table, int Eligible, int On, int Others);

public sealed class Handler(MassarDb db, CurrentUser user, PromotionStaff staff, TimeProvider clock) : IQueryHandler<Query, Tables>, ICommandHandler<Command, Prepared>
{
    private const int Most = 60;

    public async Task<Outcome<Tables>> Handle(Query query, CancellationToken ct) => new Tables(MoroccanDay.Today(clock).Year, await (
        from t in db.PromotionTables.InReachOf(user)
        join p in db.Places on t.PlaceId equals p.Id
        orderby t.Year descending, t.Way, t.Id
        select new TableLine(t.Id, t.Year, t.Way, t.State, db.PromotionLines.Count(l => l.TableId == t.Id && l.Rank != null), db.PromotionLines.Count(l => l.TableId == t.Id && l.IsOn),
            db.PromotionLines.Count(l => l.TableId == t.Id && l.Rank == null), p.NameAr, p.NameFr, t.ChangedAt)).Take(Most).ToListAsync(ct));

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        if (PromotionTable.ReadYear(command.Year, MoroccanDay.Today(clock)) is not { } year)
            return Refusal.Invalid("Year", "decisions.promotion.year-wrong");

        await staff.Hold(user.PlaceId, ct);
        var path = user.PlacePath;
        var rules = await staff.Rules(year, ct);
        var candidates = await staff.Read(db.Employees.Where(e => e.PlacePath.StartsWith(path)), year, PromotionWay.Choice, rules, ct);
        if (candidates.Count == 0)
            return Refusal.Conflict("decisions.promotion.nobody").Next("decisions.promotion.nobody-next");
        var begun = await staff.Begin(user, year, PromotionWay.Choice, rules, ct);
        if (begun.Refusal is { } refusal)
            return refusal;
        var table = begun.Value;
        var lines = PromotionStaff.ByChoice(table.Id, table.On, table.Quota, candidates).ToList();
        db.PromotionLines.AddRange(lines);
        await db.SaveChangesAsync(ct);
        return new Prepared(table.Id, lines.Count(l => l.Rank is not null), lines.Count(l => l.IsOn), lines.Count(l => l.Rank is null));
    }
}
