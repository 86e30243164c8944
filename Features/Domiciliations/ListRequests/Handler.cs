using Massar.Features.Domiciliations.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.ListRequests;

/// <param name="State">"open", "late", "all", or a state by name.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Words, int Page, bool IsWhole) : IQuery<Board>;

/// <param name="Late">With the office longer than it usually takes.</param>
/// <param name="Days">So long it usually takes.</param>
public sealed record Board(Query Query, IReadOnlyList<RequestView> Lines, int Total, int Page, int ToCheck, int ToAccept, int Returned, int AtFinance, int Late, int Days, DateTime LateBefore) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 10_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock)) return Refusal.StepUp;
        var days = (await DomiciliationFigures.Current(db, ct)).OfficeDays;
        var (below, late) = (db.Domiciliations.Below(user), MoroccanHour.Utc(MoroccanDay.Today(clock).AddDays(-days), TimeOnly.MinValue));
        var tooLong = below.Where(d => (d.State == DomiciliationState.Sent || d.State == DomiciliationState.Checked) && d.SentAt < late);
        var counts = await below.GroupBy(d => new { d.State, IsLate = d.SentAt < late }).Select(g => new { g.Key.State, g.Key.IsLate, Count = g.Count() }).ToListAsync(ct);
        var rows = query.State switch
        {
            "all" => below,
            "late" => tooLong,
            { } state when Enum.TryParse<DomiciliationState>(state, out var one) && Enum.IsDefined(one) => below.Where(d => d.State == one),
            _ => below.Where(d => d.State == DomiciliationState.Sent || d.State == DomiciliationState.Checked || d.State == DomiciliationState.Returned || d.State == DomiciliationState.Accepted),
        };
        var words = BidiSafe.Clean(query.Words, 60);
        var people = Employee.IsPpr(words) ? db.Employees.Where(e => e.Ppr == words) : db.Employees.NamedLike(e => e.SearchKey, words);
        if (words.Length > 0) rows = rows.Where(d => people.Any(e => e.Id == d.EmployeeId));
        var total = await rows.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var lines = await db.Views(rows, isQueue: true).Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize).AsNoTracking().ToListAsync(ct);
        int Of(DomiciliationState state) => counts.Where(c => c.State == state).Sum(c => c.Count);
        return new Board(query, lines, query.IsWhole ? lines.Count : total, page, Of(DomiciliationState.Sent), Of(DomiciliationState.Checked), Of(DomiciliationState.Returned), Of(DomiciliationState.Accepted),
            counts.Where(c => c.IsLate && c.State is DomiciliationState.Sent or DomiciliationState.Checked).Sum(c => c.Count), days, late);
    }
}
