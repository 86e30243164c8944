using Massar.Features.Ratings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Ratings.ShowMine;

public sealed record Query : IQuery<MyRatings>;

/// <summary>One's own ratings, the last year first.</summary>
/// <param name="Most">Of each criterion as it is this year.</param>
public sealed record MyRatings(IReadOnlyList<decimal> Most, IReadOnlyList<MyYear> Years);

/// <param name="Points">By criterion; empty where only the total is known, from before.</param>
public sealed record MyYear(int Year, decimal Total, IReadOnlyList<decimal> Points, DateOnly? FixedOn);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, MyRatings>
{
    public async Task<Outcome<MyRatings>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        var rules = await RatingRules.Read(db, ct);
        var rows = await (
            from t in db.StaffRatings
            where t.EmployeeId == me
            join r in db.RatingLines.Where(r => r.State == RatingState.Fixed) on new { t.EmployeeId, t.Year } equals new { r.EmployeeId, r.Year } into lines
            from r in lines.DefaultIfEmpty()
            orderby t.Year descending
            select new { t.Year, t.Points, Line = r }).AsNoTracking().ToListAsync(ct);
        return new MyRatings([.. Enumerable.Range(0, RatingRules.Criteria.Count).Select(rules.Most)], [.. rows.Select(r => new MyYear(r.Year, r.Points,
            r.Line?.Total == r.Points ? [.. r.Line.Points.Select(p => p!.Value)] : [], r.Line?.DecidedAt is { } at ? MoroccanDay.Of(at) : null))]);
    }
}
