using System.Globalization;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.ListPayMonths;

/// <param name="Month">2026-11; the latest of the place when empty.</param>
/// <param name="State">One state only.</param>
/// <param name="Q">Name or payroll number.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Month, string? State, string? Q, int Page, bool IsWhole = false) : IQuery<StaffPay>;

/// <summary>A month's pay over the staff of a place: counts by state and one page of people, what is stuck first.</summary>
public sealed record StaffPay(DateOnly Month, IReadOnlyList<StateCount> States, PayState? State, string? Q, int Page, int Pages, IReadOnlyList<StaffLine> Lines);

public sealed record StateCount(PayState State, int Count);

public sealed record StaffLine(string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, PayState State, DateTime Since, string? Reason);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, StaffPay>
{
    private const int PageSize = 20;

    /// <summary>People in one file: more than a directorate has.</summary>
    private const int Most = 20_000;

    public async Task<Outcome<StaffPay>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var month = DateOnly.TryParseExact(query.Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed)
            ? typed
            : await Latest(ct);
        var path = user.PlacePath;
        var rows = from e in db.Employees
                   where e.PlacePath.StartsWith(path)
                   join m in db.PayMonths.Published(db) on e.Id equals m.EmployeeId
                   where m.Month == month
                   select new { Employee = e, Pay = m };

        var states = await rows.GroupBy(r => r.Pay.State).Select(g => new StateCount(g.Key, g.Count())).ToListAsync(ct);
        PayState? wanted = Enum.TryParse<PayState>(query.State, out var state) && Enum.IsDefined(state) ? state : null;
        if (wanted is { } only)
            rows = rows.Where(r => r.Pay.State == only);
        var q = query.Q?.Trim();
        if (!string.IsNullOrEmpty(q))
        {
            var (arabic, latin) = (ArabicFolding.Fold(q), ArabicFolding.FoldLatin(q));
            rows = rows.Where(r => r.Employee.Ppr == q || (arabic != "" && r.Employee.SearchKey.Contains(arabic)) || (latin != "" && r.Employee.SearchKey.Contains(latin)));
        }

        var total = string.IsNullOrEmpty(q) ? states.Where(s => wanted is null || s.State == wanted).Sum(s => s.Count) : await rows.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var lines = await (
            from r in rows
            join p in db.Places on r.Employee.PlaceId equals p.Id
            orderby r.Pay.State == PayState.Withheld ? 0 : 1, r.Employee.LastNameLatin, r.Employee.FirstNameLatin, r.Employee.Id
            select new StaffLine(r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin,
                p.NameAr, p.NameFr, r.Pay.State, r.Pay.StateSince, r.Pay.ReasonCode))
            .Skip(query.IsWhole ? 0 : (page - 1) * PageSize).Take(query.IsWhole ? Most : PageSize).ToListAsync(ct);
        return new StaffPay(month, [.. states.OrderByDescending(s => s.State)], wanted, q, page, pages, lines);
    }

    private async Task<DateOnly> Latest(CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var path = user.PlacePath;
        // The latest of these staff: another province may be a month ahead.
        var latest = from e in db.Employees where e.PlacePath.StartsWith(path) join m in db.PayMonths.Published(db) on e.Id equals m.EmployeeId select (DateOnly?)m.Month;
        return await latest.MaxAsync(ct) ?? new DateOnly(today.Year, today.Month, 1);
    }
}
