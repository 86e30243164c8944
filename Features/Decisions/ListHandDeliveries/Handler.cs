using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListHandDeliveries;

/// <param name="Show">opened: those opened after the office was asked, whose delivery may still be recorded; otherwise those still to hand over.</param>
/// <param name="Q">Name or payroll number.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Show, string? Q, int Page, bool IsWhole = false) : IQuery<Deliveries>;

/// <summary>One page of papers to hand over, the oldest signature first.</summary>
public sealed record Deliveries(string? Show, string? Q, int Total, int Page, int Pages, IReadOnlyList<DeliveryLine> Lines);

/// <param name="Days">Days since the signature.</param>
/// <param name="NotifiedAt">When the employee opened it, if he did.</param>
public sealed record DeliveryLine(
    long Id, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, string Number, DateTime SignedAt, int Days, DateTime? NotifiedAt);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Deliveries>
{
    private const int PageSize = 20;

    private const int Most = 5_000;

    public async Task<Outcome<Deliveries>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var show = query.Show == "opened" ? query.Show : null;
        var decisions = show is null ? db.Decisions.ToHandOver(user) : db.Decisions.OpenedMeanwhile(user);
        var rows = from d in decisions join e in db.Employees on d.EmployeeId equals e.Id select new { Decision = d, Employee = e };
        var typed = query.Q?.Trim();
        if (!string.IsNullOrEmpty(typed))
        {
            var (arabic, latin) = (ArabicFolding.Fold(typed), ArabicFolding.FoldLatin(typed));
            rows = rows.Where(r => r.Employee.Ppr == typed
                || (arabic != "" && r.Employee.SearchKey.Contains(arabic)) || (latin != "" && r.Employee.SearchKey.Contains(latin)));
        }

        var total = await rows.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await (
            from r in rows
            join p in db.Places on r.Employee.PlaceId equals p.Id
            orderby r.Decision.SignedAt, r.Decision.Id
            select new
            {
                r.Decision.Id,
                r.Employee.Ppr,
                r.Employee.FirstNameAr,
                r.Employee.LastNameAr,
                r.Employee.FirstNameLatin,
                r.Employee.LastNameLatin,
                p.NameAr,
                p.NameFr,
                r.Decision.Number,
                r.Decision.SignedAt,
                r.Decision.NotifiedAt,
            }).Skip(query.IsWhole ? 0 : (page - 1) * PageSize).Take(query.IsWhole ? Most : PageSize).ToListAsync(ct);
        return new Deliveries(show, typed, total, page, pages, found.ConvertAll(r => new DeliveryLine(r.Id, r.Ppr, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}",
            r.NameAr, r.NameFr, r.Number!, r.SignedAt!.Value, Waiting.Days(r.SignedAt.Value, now), r.NotifiedAt)));
    }
}
